"""Type checks: a caller's code read by mypy against one release. mypy is optional, and runs as a process of its own.

The checker is ours, the release that it reads is that of an environment. No configuration is read: neither mypy's own
nor that of the folder in which this runs.
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
from conformance.targets.cache import cache_key, cache_root
from conformance.targets.environment import Environment

MAX_SECONDS: Final = 300.0  # a first run reads a whole SDK: four seconds
MISSING: Final = 'mypy is not installed: pip install "label-studio-conformance[upgrade]"'
_OPTIONS: Final = (
    "--config-file=", "--output=json", "--follow-imports=silent", "--check-untyped-defs", "--no-error-summary",
    "--hide-error-context",
)  # fmt: skip
_VARIABLE_PREFIXES: Final = ("MYPY", "PYTHON")  # prefixes of variables that change what mypy reads and how Python runs


class NotChecked(EnvironmentFailed):
    """The type checker is not installed, or gave no answer. The message says which."""


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One error that the type checker reports. `file` is as it was named by whoever asked."""

    file: str
    line: int
    code: str
    message: str


def check_types(modules: Sequence[str], environment: Environment) -> list[list[str]]:
    """The errors of each module, read against one release; all in one run. Raises NotChecked."""
    names = [f"caller_{number}.py" for number in range(len(modules))]
    found: dict[str, list[str]] = {name: [] for name in names}
    for problem in check_files(dict(zip(names, modules, strict=True)), environment):
        found[problem.file].append(f"{problem.message} [{problem.code}]")
    return [found[name] for name in names]


def check_files(files: Mapping[str, str], environment: Environment) -> list[Problem]:
    """The errors in files, given as texts by their relative POSIX names, read against one release. Raises NotChecked.

    Files that import one another find each other, from every folder that holds a top-level package or module. What
    else they import and the environment does not have is an error like any other: compare the errors of two releases.
    """
    if importlib.util.find_spec("mypy") is None:
        raise NotChecked(MISSING)
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
    """The errors that one release has and the other has not. The same error twice on a line counts twice."""
    left = list(others)
    only = []
    for problem in problems:
        if problem in left:
            left.remove(problem)
        else:
            only.append(problem)
    return only


def _syntax_problems(name: str, text: str) -> Iterator[Problem]:
    """What is no Python: mypy would read nothing else of the run."""
    try:
        ast.parse(text)
    except (SyntaxError, ValueError) as error:
        yield Problem(
            name, getattr(error, "lineno", None) or 1, "syntax", f"Not Python: {getattr(error, 'msg', error)}"
        )


def _write_files(files: Mapping[str, str], root: Path) -> dict[Path, tuple[str, int]]:
    """Write the files; each one's place below the root, its name, and how many folders up its packages end.

    A module that mypy could not take beside the others gets a folder of its own: one whose name is taken, is no
    identifier, or is one of the standard library.
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
        # one folder down: names may lead out of the folder that they are relative to
        parts = ["up" if part == ".." else part for part in path.parts if part != path.anchor]
        place = Path("files", *parts)
        (root / place).parent.mkdir(parents=True, exist_ok=True)
        (root / place).write_text(text, encoding="utf-8")
        places[place] = name, len(packages)
    return places


def _package_names(path: PurePosixPath, files: Mapping[str, str]) -> tuple[str, ...]:
    """The names of the packages that a file is in, outermost first."""
    packages: list[str] = []
    folder = path.parent
    while folder.name and str(folder / "__init__.py") in files:
        packages.insert(0, folder.name)
        folder = folder.parent
    return tuple(packages)


def _run_mypy(places: Sequence[str], bases: Sequence[str], environment: Environment, root: Path) -> str:
    """What mypy prints. Its cache is kept for each environment: reading a whole SDK takes seconds.

    Places are relative to the folder in which it runs: it tells the errors of a file that has not changed from its
    cache, by the place that the file had then.
    """
    cache = cache_root() / "mypy" / cache_key(str(environment.python), list(map(str, environment.search_path)))
    asked = root / "files.txt"
    asked.write_text("\n".join(places), encoding="utf-8")
    settings = {name: value for name, value in os.environ.items() if not name.upper().startswith(_VARIABLE_PREFIXES)}
    settings["MYPYPATH"] = os.pathsep.join([*bases, *map(str, environment.search_path)])
    command = [
        sys.executable, "-m", "mypy", *_OPTIONS, "--python-executable", str(environment.python),
        "--cache-dir", str(cache), f"@{asked}",
    ]  # fmt: skip
    try:
        done = subprocess.run(  # noqa: S603  # mypy, by this interpreter
            command, capture_output=True, encoding="utf-8", errors="replace", cwd=root, env=settings, check=False,
            timeout=MAX_SECONDS,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        raise NotChecked(f"mypy gave no answer within {MAX_SECONDS:.0f} s") from None
    if done.returncode not in {0, 1}:
        said = (done.stdout + done.stderr).replace(str(root), "").strip() or "nothing"
        raise NotChecked(f"mypy ended with status {done.returncode}, and said: {said.splitlines()[-1]}")
    return done.stdout


def _parse_problems(output: str, named: Mapping[Path, str]) -> Iterator[Problem]:
    for line in output.splitlines():
        told: Any = None
        with suppress(ValueError):
            told = json.loads(line)
        if isinstance(told, dict) and told.get("severity") == "error" and Path(told["file"]) in named:
            message = " ".join(told["message"].split())
            yield Problem(named[Path(told["file"])], told["line"], told.get("code") or "", message)
