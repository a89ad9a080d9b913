"""The folders from which the user's modules are imported, and the files that the given ones import.

A folder with an `__init__.py` belongs to the package around it, also above the path that the user gave. A folder
without one is a namespace package where an import says so (`company.team.client`, or a relative import in it), else a
folder of scripts.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from conformance.upgrade.usage.relevant_files import relevant_files
from conformance.upgrade.usage.user_files import UserFile, package_root, read_context

MAX_CONTEXT: Final = 3000  # files that are read because others import them
_INIT: Final = "__init__.py"


@dataclass(frozen=True, slots=True)
class _Import:
    """One imported name: absolute, or relative with the number of its dots."""

    name: str
    level: int


def import_roots(sources: Sequence[UserFile]) -> dict[Path, Path]:
    """The folder from which each file is imported, by the file's path."""
    own = {source.path: package_root(source.path.parent) for source in sources}
    regular = {path.relative_to(root).parts[0].removesuffix(".py") for path, root in own.items()}
    by_suffix = _files_by_suffix(own)
    lifted: dict[Path, Path] = {}  # folder of scripts -> the root of the namespace package that it is
    for source in sources:
        for imported in _imports(source.tree):
            if imported.level:
                folder = _up(source.path.parent, imported.level)
                if folder in own[source.path].parents:  # it goes above the regular package
                    _lift(lifted, own[source.path], folder)
            elif imported.name.partition(".")[0] not in regular:
                for path, root in by_suffix.get(imported.name, ()):
                    _lift(lifted, own[path], root)
    return {path: lifted.get(root, root) for path, root in own.items()}


def relevant_sources(sources: Sequence[UserFile], package: str) -> list[UserFile]:
    """The given files that may use a package, also through files beside them that they import."""
    given = {source.path for source in sources}
    return [file for file in relevant_files(with_context(sources, sources), package) if file.path in given]


def with_context(sources: Sequence[UserFile], every: Iterable[UserFile]) -> list[UserFile]:
    """The files and those that they import, directly or not, also from folders beside the given paths.

    `every` are all files that were given. At most `MAX_CONTEXT` others are read; an unreadable one is left out.
    """
    known = {file.path: file for file in every}
    found = {source.path: source for source in sources}
    todo = list(sources)
    while todo and len(found) < MAX_CONTEXT + len(sources):
        source = todo.pop()
        for path in _imported_files(source):
            if path not in found:
                file = known.get(path) or read_context(path)
                if file is not None:
                    found[path] = file
                    todo.append(file)
    return list(found.values())


def _imported_files(source: UserFile) -> Iterator[Path]:
    folder = source.path.parent
    package = package_root(folder)
    bases = dict.fromkeys([package, folder, *folder.parents[: len(folder.parts) - len(source.root.parts) + 1]])
    bases |= dict.fromkeys([source.root, source.root / "src", source.root.parent])
    at = folder
    while at != package:  # importing a module imports the packages around it
        yield at / _INIT
        at = at.parent
    for imported in _imports(source.tree):
        starts = [_up(folder, imported.level - 1)] if imported.level else list(bases)
        for start in starts:
            found = list(_module_files(start, imported.name))
            yield from found
            if found:
                break


def _module_files(base: Path, name: str) -> Iterator[Path]:
    """The files that an import of a dotted name reads, if the name begins below this folder."""
    at = base
    for step in name.split(".") if name else ():
        at /= step
        for file in (at / _INIT, at.with_name(f"{step}.py")):
            if file.is_file():
                yield file


def _imports(tree: ast.Module) -> Iterator[_Import]:
    """The imported modules, and the names imported from them, which may be modules."""
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=names):
                yield from (_Import(alias.name, 0) for alias in names)
            case ast.ImportFrom(module=module, names=names, level=level):
                yield _Import(module or "", level)
                yield from (_Import(".".join(filter(None, (module, alias.name))), level) for alias in names)


def _files_by_suffix(own: Mapping[Path, Path]) -> dict[str, list[tuple[Path, Path]]]:
    """Dotted names that lead to a file from a folder above its regular package -> the file and that folder."""
    found: dict[str, list[tuple[Path, Path]]] = {}
    for path, root in own.items():
        steps = list(path.relative_to(root).with_suffix("").parts)
        if steps[-1] == "__init__":
            steps.pop()
        folder = root
        while folder.name.isidentifier() and folder.parent != folder:
            steps.insert(0, folder.name)
            folder = folder.parent
            found.setdefault(".".join(steps), []).append((path, folder))
    return found


def _lift(lifted: dict[Path, Path], folder: Path, root: Path) -> None:
    """Remember that a folder is a namespace package below a root; the outermost root counts."""
    if folder not in lifted or len(root.parts) < len(lifted[folder].parts):
        lifted[folder] = root


def _up(folder: Path, levels: int) -> Path:
    for _ in range(levels):
        folder = folder.parent
    return folder
