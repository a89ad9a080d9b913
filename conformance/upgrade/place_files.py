"""Places copies of files for a type checker, so that they import each other as they do for the user.

A checker knows one file for each module. Where two folders of scripts have a module of the same name, each folder is
checked in a run of its own.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Final

MAX_RUNS: Final = 6  # of the checker for one release; what conflicts beyond that is checked without its neighbours
_FILES: Final = "files"  # one folder down: a name may lead out of its base folder
_APART: Final = "apart"


@dataclass(slots=True)
class CheckerRun:
    """The files that one run checks, and the folders from which modules are imported, its own first."""

    files: list[str] = field(default_factory=list)
    roots: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class PlacedFiles:
    """The names of all files by the path of their copies, and the runs that check them."""

    names: Mapping[str, str]
    runs: Sequence[CheckerRun]


def root_by_packages(name: str, files: Mapping[str, str]) -> str:
    """The folder that holds the outermost package of a file."""
    folder = PurePosixPath(name).parent
    while folder.name and str(folder / "__init__.py") in files:
        folder = folder.parent
    return str(folder)


def place_files(files: Mapping[str, str], roots: Mapping[str, str]) -> PlacedFiles:
    """Place files, given with the folders from which they are imported.

    A file whose module name is not an identifier or is one of the standard library gets a folder of its own.
    """
    names: dict[str, str] = {}
    by_root: dict[str, dict[str, str]] = {}  # folder -> module -> path of the copy
    for number, name in enumerate(sorted(files)):
        path, root = PurePosixPath(name), PurePosixPath(roots[name])
        module = ".".join(_below(path, root).with_suffix("").parts).removesuffix(".__init__")
        first = module.partition(".")[0]
        if first in sys.stdlib_module_names or not module.replace(".", "_").isidentifier():
            copied, folder = f"{_APART}/{number}/module_{number}.py", f"{_APART}/{number}"
        else:
            copied, folder = _copied(path.with_suffix(path.suffix.replace(".ipynb", ".py"))), _copied(root)
        if copied in names:  # a module and a notebook of the same name
            copied, folder = f"{_APART}/{number}/module_{number}.py", f"{_APART}/{number}"
        names[copied] = name
        by_root.setdefault(folder, {})[module] = copied
    return PlacedFiles(names, _runs(by_root))


def _runs(by_root: Mapping[str, Mapping[str, str]]) -> list[CheckerRun]:
    runs: list[CheckerRun] = []
    tops: list[set[str]] = []
    for root, modules in by_root.items():
        firsts = set() if root.startswith(f"{_APART}/") else {module.partition(".")[0] for module in modules}
        at = next((at for at, taken in enumerate(tops) if not firsts & taken), None)
        if at is None and len(runs) >= MAX_RUNS:
            continue
        if at is None:
            at = len(runs)
            runs.append(CheckerRun())
            tops.append(set())
        tops[at] |= firsts
        runs[at].files += modules.values()
        runs[at].roots.append(root)
    for run in runs:  # the others can be imported, too, where no module of the same name comes first
        run.roots += [root for root in by_root if root not in run.roots and not root.startswith(f"{_APART}/")]
    return runs


def _below(path: PurePosixPath, root: PurePosixPath) -> PurePosixPath:
    return path.relative_to(root) if path.is_relative_to(root) else PurePosixPath(path.name)


def _copied(path: PurePosixPath) -> str:
    return str(PurePosixPath(_FILES, *("up" if part == ".." else part for part in path.parts if part != path.anchor)))
