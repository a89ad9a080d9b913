"""Where only the words differ: docstrings of modules, classes and callables, descriptions of fields."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from conformance.upgrade.bodies import only, same_declarations
from conformance.upgrade.modules import module_changes, worded
from conformance.upgrade.pair import Pair
from conformance.upgrade.source.definitions import Callable, Class
from conformance.upgrade.wording import some

_SHOWN: Final = 4


@dataclass(frozen=True, slots=True)
class WordedChange:
    """Something whose words differ. `where` says in which part of it, "" where there is one only."""

    subject: str
    where: str
    files: tuple[str, ...]


def worded_changes(pair: Pair) -> Iterator[WordedChange]:
    """Modules, definitions and callables of both sides whose words differ while the declaration does not."""
    for change in module_changes(pair):
        if change.old.documentation.split() != change.new.documentation.split():
            yield WordedChange(change.name or pair.old.api.package, "", (change.new.file,))
    told = set()
    for same in same_declarations(pair):
        told |= {same.old.any.name, same.old.subject}
        if same.words_differ and same.old.kind in {"operation", "client", "function"}:
            yield WordedChange(same.old.subject, only(same.words_differ, same.twins), same.files)
    clients = {each.name for place in pair.callables.old.values() if place.on_client for each in place.twins.values()}
    for both in pair.declared.paired:
        if isinstance(both.old, Class) and isinstance(both.new, Class):
            parts = [
                part
                for part in worded(both.old, both.new)
                if f"{both.old.name}.{part}" not in clients and not _redeclared(pair, both.old, both.new, part)
            ]
            if parts:
                named = [f"`{part}`" for part in parts if part]
                yield WordedChange(both.old.name, f" ({some(named, _SHOWN)})" if named else "", (both.new.file,))
        elif both.old.name not in told and not pair.declared.differ(both.old, both.new) and worded(both.old, both.new):
            yield WordedChange(both.old.name, "", (both.new.file,))


def _redeclared(pair: Pair, old: Class, new: Class, part: str) -> bool:
    """The declaration of a part differs as well."""
    before, after = old.members.get(part), new.members.get(part)
    if before is None or after is None:
        return False
    if isinstance(before, Callable) and isinstance(after, Callable):
        return (before.arguments, before.returns) != (after.arguments, after.returns)
    return pair.declared.differ(before, after)
