"""The user's files that may use the SDK.

These are the files that name it, those connected to such a file by imports in either direction (a client may be passed
on), and the tests below a `conftest.py` that names it.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Sequence

from conformance.upgrade.usage.candidates import Syntax
from conformance.upgrade.usage.user_files import UserFile


def relevant_files(sources: Sequence[UserFile], package: str) -> list[UserFile]:
    """The files worth reading, in their order."""
    reached = {index for index, source in enumerate(sources) if package in source.text}
    if not reached:
        return []
    linked = _import_links(sources)
    folders = [sources[index].path.parent for index in reached if sources[index].path.name == "conftest.py"]
    beneath = {
        index
        for index, source in enumerate(sources)
        if any(folder in source.path.parents for folder in folders) and "test" in source.path.name
    }
    todo = list(reached | beneath)
    reached |= beneath
    while todo:
        fresh = linked[todo.pop()] - reached
        reached |= fresh
        todo.extend(fresh)
    return [sources[index] for index in sorted(reached)]


def _import_links(sources: Sequence[UserFile]) -> list[set[int]]:
    endings: dict[str, set[int]] = {}
    for index, source in enumerate(sources):
        steps = source.module.split(".")
        for start in range(len(steps)):
            endings.setdefault(".".join(steps[start:]), set()).add(index)
    linked: list[set[int]] = [set() for _ in sources]
    for index, source in enumerate(sources):
        for name in _imported_modules(source):
            for other in endings.get(name, ()):
                linked[index].add(other)
                linked[other].add(index)
    return linked


def _imported_modules(source: UserFile) -> Iterable[str]:
    """The dotted names that a file imports: modules, or names in them."""
    syntax = Syntax(source.tree, source.module, source.path.name == "__init__.py")
    for node in ast.walk(source.tree):
        match node:
            case ast.Import(names=names):
                yield from (alias.name for alias in names)
            case ast.ImportFrom(names=names):
                origin = syntax.origin(node).lstrip(".")
                yield origin
                yield from (f"{origin}.{alias.name}".lstrip(".") for alias in names)
