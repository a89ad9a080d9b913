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
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from conformance.errors import EnvironmentFailed
from conformance.extras import extra_requirements
from conformance.targets.cache import cache_key, cache_root
from conformance.targets.environment import Environment
from conformance.upgrade.place_files import place_files, root_by_packages

REVEALED: Final = "revealed"
MAX_SECONDS: Final = 300.0  # a first run reads a whole SDK, which takes four seconds
_OPTIONS: Final = (
    "--config-file=", "--output=json", "--follow-imports=silent", "--check-untyped-defs", "--no-error-summary",
    "--hide-error-context", "--namespace-packages", "--explicit-package-bases",
)  # fmt: skip
_VARIABLE_PREFIXES: Final = ("MYPY", "PYTHON")  # prefixes of variables that change what mypy reads and how Python runs


class NotChecked(EnvironmentFailed):
    """The type checker is not installed, or did not finish. The message says which."""


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One error that the type checker reports. `file` is the name under which the file was passed.

    The same error may stand in another column.
    """

    file: str
    line: int
    code: str
    message: str
    column: int = field(default=0, compare=False)


def check_types(modules: Sequence[str], environment: Environment) -> list[list[str]]:
    """The errors of each module, checked in one run against one release. Raises NotChecked."""
    names = [f"caller_{number}.py" for number in range(len(modules))]
    found: dict[str, list[str]] = {name: [] for name in names}
    for problem in check_files(dict(zip(names, modules, strict=True)), environment):
        found[problem.file].append(f"{problem.message} [{problem.code}]")
    return [found[name] for name in names]


def check_files(
    files: Mapping[str, str],
    environment: Environment,
    roots: Mapping[str, str] | None = None,
    only: Collection[str] | None = None,
) -> list[Problem]:
    """The errors in files, checked against one release. `files` maps relative POSIX names to texts. Raises NotChecked.

    `roots` are the folders from which files are imported, by name; without it, every folder that holds a top-level
    package or module. Any other import that the environment cannot resolve is an error, so compare the errors of two
    releases. `only` are the files to check; the others are there to be imported.

    What `reveal_type` shows is a problem with the code `REVEALED`.
    """
    if importlib.util.find_spec("mypy") is None:
        raise NotChecked(f"mypy is not installed: pip install {extra_requirements('upgrade')}")
    problems = [problem for name, text in files.items() for problem in _syntax_problems(name, text)]
    readable = {name: text for name, text in files.items() if name not in {problem.file for problem in problems}}
    placed = place_files(readable, roots or {name: root_by_packages(name, files) for name in readable})
    with tempfile.TemporaryDirectory(prefix="conformance-types-") as folder:
        for place, name in placed.names.items():
            (Path(folder) / place).parent.mkdir(parents=True, exist_ok=True)
            # mypy repeats the errors of an equal file under the path of the run that found them: no file equals another
            (Path(folder) / place).write_text(f"{readable[name]}\n# {place}\n", encoding="utf-8")
        for run in placed.runs:
            targets = [place for place in run.files if only is None or placed.names[place] in only]
            if targets:
                output = _run_mypy(targets, run.roots, environment, Path(folder))
                problems += _parse_problems(output, {Path(place): placed.names[place] for place in targets})
    return sorted(problem for problem in problems if only is None or problem.file in only)


def problems_only_in(problems: Sequence[Problem], others: Sequence[Problem]) -> list[Problem]:
    """The errors of one release that the other one does not have. The same error twice on a line counts twice.

    An error of the same kind on the same line is the same error, although its message names a type differently.
    """
    left = list(others)
    differing = []
    for problem in problems:
        if problem in left:
            left.remove(problem)
        else:
            differing.append(problem)
    kinds = Counter((problem.file, problem.line, problem.code) for problem in left)
    only = []
    for problem in differing:
        kind = (problem.file, problem.line, problem.code)
        if kinds[kind]:
            kinds[kind] -= 1
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
        if isinstance(problem, dict) and Path(problem["file"]) in named:
            message = " ".join(problem["message"].split())
            shown = message.startswith("Revealed type is ")
            if shown or problem.get("severity") == "error":
                code = REVEALED if shown else problem.get("code") or ""
                yield Problem(named[Path(problem["file"])], problem["line"], code, message, problem["column"])
