"""Docstrings of modules, classes, callables and fields that differ while the declaration does not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest
from typing import Final

from conformance.upgrade.code.excerpt import limited
from conformance.upgrade.matching.definitions import MatchedDefinition
from conformance.upgrade.pair import ReleasePair
from conformance.upgrade.rules.callables.facts.same_declarations import client_clause, same_declarations
from conformance.upgrade.rules.files.facts.source_files import module_changes, reworded_parts
from conformance.upgrade.source.definitions import Alias, Callable, Class, Definition

_SHOWN: Final = 4
_LONGEST: Final = 160


@dataclass(frozen=True, slots=True)
class DocstringChange:
    """A docstring that differs, with the first different line of each side.

    `where` names the part of the definition that it belongs to, as the end of a sentence.
    """

    subject: str
    where: str
    before: str
    after: str
    files: tuple[str, ...]


def docstring_changes(pair: ReleasePair) -> Iterator[DocstringChange]:
    """Modules, definitions and callables of both sides whose docstring differs while the declaration does not."""
    for change in module_changes(pair):
        lines = first_difference(change.old.documentation, change.new.documentation)
        if any(lines):
            yield DocstringChange(change.name or pair.old.api.package, "", *lines, (change.new.file,))
    reported = set()
    for same in same_declarations(pair):
        reported |= {same.old.representative.name, same.old.subject}
        if same.docstrings_differ and same.old.kind in {"operation", "client", "function"}:
            twin = same.docstrings_differ[0]
            lines = first_difference(same.old.twins[twin].documentation, same.new.twins[twin].documentation)
            yield DocstringChange(
                same.old.subject, client_clause(same.docstrings_differ, same.twins), *lines, same.files
            )
    on_client = {
        method.name for place in pair.callables.old.values() if place.on_client for method in place.twins.values()
    }
    for both in pair.definitions.in_both:
        if isinstance(both.old, Class):
            yield from _of_class(pair, both, on_client)
        elif (
            both.old.name not in reported
            and not pair.definitions.comparer.differ_in_code(both.old, both.new)
            and reworded_parts(both.old, both.new)
        ):
            yield DocstringChange(both.old.name, "", *_first_lines(both.old, both.new), (both.new.file,))


def first_difference(old: str, new: str) -> tuple[str, str]:
    """The first lines that differ between two texts."""
    before, after = ([" ".join(line.split()) for line in text.splitlines() if line.strip()] for text in (old, new))
    found = next((both for both in zip_longest(before, after, fillvalue="") if both[0] != both[1]), ("", ""))
    return found[0][:_LONGEST], found[1][:_LONGEST]


def _of_class(pair: ReleasePair, both: MatchedDefinition, on_client: set[str]) -> Iterator[DocstringChange]:
    old, new = both.old, both.new
    if not isinstance(old, Class) or not isinstance(new, Class):
        return
    found = [part for part in reworded_parts(old, new) if f"{old.name}.{part}" not in on_client]
    parts = [part for part in found if not _redeclared(pair, old, new, part)]
    if parts:
        named = [f"`{part}`" for part in parts if part]
        lines = _first_lines(old.members.get(parts[0], old), new.members.get(parts[0], new))
        yield DocstringChange(old.name, f" ({limited(named, _SHOWN)})" if named else "", *lines, (new.file,))


def _first_lines(old: Definition, new: Definition) -> tuple[str, str]:
    if isinstance(old, Alias) or isinstance(new, Alias):
        return "", ""
    return first_difference(old.documentation, new.documentation)


def _redeclared(pair: ReleasePair, old: Class, new: Class, part: str) -> bool:
    """The declaration of a part differs, too."""
    before, after = old.members.get(part), new.members.get(part)
    if before is None or after is None:
        return False
    if isinstance(before, Callable) and isinstance(after, Callable):
        return not pair.definitions.comparer.same_arguments(before, after)
    return pair.definitions.comparer.differ_in_code(before, after)
