"""The base classes of the public classes of both releases."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from conformance.change import Snippet
from conformance.upgrade.code.code_writer import CodeWriter
from conformance.upgrade.code.render import render_module
from conformance.upgrade.matching.definitions import MatchedClass
from conformance.upgrade.pair import ReleasePair
from conformance.upgrade.source.api import Api
from conformance.upgrade.source.definitions import Class, short_name


@dataclass(frozen=True, slots=True)
class LineageChange:
    """A class with other base classes. `lost` and `gained` are dotted names of ancestors, external ones included."""

    owner: MatchedClass
    lost: tuple[str, ...]
    gained: tuple[str, ...]


def lineage_changes(pair: ReleasePair) -> Iterator[LineageChange]:
    """The public classes with other base classes, and the ancestors that they lost and gained."""
    names = pair.alignment.definitions
    for owner in pair.definitions.classes:
        before = [names.get(base, base) for base in owner.old.bases]
        if before != list(owner.new.bases):
            was = {names.get(ancestor, ancestor): ancestor for ancestor in ancestors(pair.old.api, owner.old.name)}
            now = ancestors(pair.new.api, owner.new.name)
            lost = tuple(ancestor for new_name, ancestor in was.items() if new_name not in now)
            yield LineageChange(owner, lost, tuple(ancestor for ancestor in now if ancestor not in was))


def subclass_snippet(caller: CodeWriter, owner: Class, base: str) -> Snippet:
    """A program that tests whether a class is a subclass of another."""
    name = caller.reference(owner.name)
    known = base in caller.api.classes
    line = (
        caller.import_line(base) if known else f"from {base.rpartition('.')[0] or 'builtins'} import {short_name(base)}"
    )
    return Snippet(
        render_module(f"result = issubclass({name.text}, {short_name(base)})", {*name.imports, line}), expects="differs"
    )


def ancestors(api: Api, name: str) -> tuple[str, ...]:
    """Everything that a class inherits from, nearest first."""
    found: dict[str, None] = {}
    for cls in api.lineage(name):
        found.update(dict.fromkeys(cls.bases))
    return tuple(found)
