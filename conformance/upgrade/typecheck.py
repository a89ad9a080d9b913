"""Type checks: mypy reads a caller's code against one release. mypy is optional and runs in its own process.

The checker belongs to this project's environment, the release to its own. No configuration file is read, neither
mypy's nor that of the working directory.
"""

from __future__ import annotations

import ast
import importlib.util
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any, Final

from conformance.errors import EnvironmentFailed
from conformance.extras import extra_requirements
from conformance.targets.cache import cache_key, cache_root
from conformance.targets.environment import Environment

MAX_SECONDS: Final = 300.0  # a first run reads a whole SDK, which takes four seconds
_OPTIONS: Final = (
    "--config-file=", "--output=json", "--follow-imports=silent", "--check-untyped-defs", "--no-error-summary",
    "--hide-error-context",
)  # fmt: skip
_VARIABLE_PREFIXES: Final = ("MYPY", "PYTHON")  # prefixes of variables that change what mypy reads and how Python runs


class NotChecked(EnvironmentFailed):
    """The type checker is not installed, or did not finish. The message says which."""


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One error that the type checker reports. `file` is the name under which the file was passed."""

    file: str
    line: int
    code: str
    message: str


def check_types(modules: Sequence[str], environment: Environment) -> list[list[str]]:
    """The errors of each module, checked in one run against one release. Raises NotChecked."""
    names = [f"caller_{number}.py" for number in range(len(modules))]
    found: dict[str, list[str]] = {name: [] for name in names}
    for problem in check_files(dict(zip(names, modules, strict=True)), environment):
        found[problem.file].append(f"{problem.message} [{problem.code}]")
    return [found[name] for name in names]


def check_files(files: Mapping[str, str], environment: Environment) -> list[Problem]:
    """The errors in files, checked against one release. `files` maps relative POSIX names to texts. Raises NotChecked.

    Files can import each other, from every folder that holds a top-level package or module. Any other import that the
    environment cannot resolve is an error, so compare the errors of two releases.
    """
    if importlib.util.find_spec("mypy") is None:
        raise NotChecked(f"mypy is not installed: pip install {extra_requirements('upgrade')}")
    problems = [problem for name, text in files.items() for problem in _syntax_problems(name, text)]
    readable = {name: text for name, text in files.items() if name not in {problem.file for problem in problems}}
    with tempfile.TemporaryDirectory(prefix="conformance-types-") as folder:
        places = _write_files(readable, Path(folder))
        if places:
            bases = sorted({str(place.parents[depth]) for place, (_, depth) in places.items()})
            output = _run_mypy([str(place) for place in places], bases, environment, Path(folder))
            problems += _parse_problems(output, {place: name for place, (name, _) in places.items()})
    return sorted(problems)


def problems_only_in(problems: Sequence[Problem], others: Sequence[Problem]) -> list[Problem]:
    """The errors of one release that the other one does not have. The same error twice on a line counts twice."""
    left = list(others)
    only = []
    for problem in problems:
        if problem in left:
            left.remove(problem)
        else:
            only.append(problem)
    return only


def _syntax_problems(name: str, text: str) -> Iterator[Problem]:
    """Files that are not Python: mypy would stop at the first one."""
    try:
        ast.parse(text)
    except (SyntaxError, ValueError) as error:
        yield Problem(
            name, getattr(error, "lineno", None) or 1, "syntax", f"Not Python: {getattr(error, 'msg', error)}"
        )


def _write_files(files: Mapping[str, str], root: Path) -> dict[Path, tuple[str, int]]:
    """Write the files. Maps the path of each below the root to its name and the number of its parent packages.

    A file that mypy cannot check beside the others gets its own folder: its module name is taken, not an identifier, or
    is one of the standard library.
    """
    places: dict[Path, tuple[str, int]] = {}
    taken: set[str] = set()
    for number, (name, text) in enumerate(sorted(files.items())):
        path = PurePosixPath(name)
        packages = _package_names(path, files)
        module = ".".join((*packages, path.stem))
        first = module.split(".")[0]
        if module in taken or first in sys.stdlib_module_names or not module.replace(".", "_").isidentifier():
            packages, path = (), PurePosixPath(f"apart/{number}/module_{number}.py")
        taken.add(module)
        # one folder down: a name may lead out of its base folder
        parts = ["up" if part == ".." else part for part in path.parts if part != path.anchor]
        place = Path("files", *parts)
        (root / place).parent.mkdir(parents=True, exist_ok=True)
        (root / place).write_text(text, encoding="utf-8")
        places[place] = name, len(packages)
    return places


def _package_names(path: PurePosixPath, files: Mapping[str, str]) -> tuple[str, ...]:
    """The names of the packages that contain a file, outermost first."""
    packages: list[str] = []
    folder = path.parent
    while folder.name and str(folder / "__init__.py") in files:
        packages.insert(0, folder.name)
        folder = folder.parent
    return tuple(packages)


def _run_mypy(places: Sequence[str], bases: Sequence[str], environment: Environment, root: Path) -> str:
    """Run mypy and return what it prints. Each environment has its own cache: reading a whole SDK takes seconds.

    Paths are relative to the working directory, because mypy prints cached errors with the path of the run that found
    them.
    """
    cache = cache_root() / "mypy" / cache_key(str(environment.python), list(map(str, environment.search_path)))
    file_list = root / "files.txt"
    file_list.write_text("\n".join(places), encoding="utf-8")
    settings = {name: value for name, value in os.environ.items() if not name.upper().startswith(_VARIABLE_PREFIXES)}
    settings["MYPYPATH"] = os.pathsep.join([*bases, *map(str, environment.search_path)])
    command = [
        sys.executable, "-m", "mypy", *_OPTIONS, "--python-executable", str(environment.python),
        "--cache-dir", str(cache), f"@{file_list}",
    ]  # fmt: skip
    try:
        done = subprocess.run(  # noqa: S603  # mypy, by this interpreter
            command, capture_output=True, encoding="utf-8", errors="replace", cwd=root, env=settings, check=False,
            timeout=MAX_SECONDS,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        raise NotChecked(f"mypy did not finish within {MAX_SECONDS:.0f} s") from None
    if done.returncode not in {0, 1}:
        printed = (done.stdout + done.stderr).replace(str(root), "").strip() or "nothing"
        raise NotChecked(f"mypy ended with status {done.returncode} and printed: {printed.splitlines()[-1]}")
    return done.stdout


def _parse_problems(output: str, named: Mapping[Path, str]) -> Iterator[Problem]:
    for line in output.splitlines():
        problem: Any = None
        with suppress(ValueError):
            problem = json.loads(line)
        if isinstance(problem, dict) and problem.get("severity") == "error" and Path(problem["file"]) in named:
            message = " ".join(problem["message"].split())
            yield Problem(named[Path(problem["file"])], problem["line"], problem.get("code") or "", message)
