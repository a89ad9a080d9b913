"""Which changes affect which lines of the user's code."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Final, Literal

from conformance.change import Change, Hit, Tier
from conformance.finding import PACKAGE
from conformance.upgrade.source.api import Api
from conformance.upgrade.source.definitions import Argument
from conformance.upgrade.usage.advice import advise
from conformance.upgrade.usage.affects import AffectedUses, affects, is_of_client_types
from conformance.upgrade.usage.rewrite import Edit, required_edit, rewrite_call
from conformance.upgrade.usage.symbol_table import Symbol, SymbolTable
from conformance.upgrade.usage.use import Use, UseKind

Certainty = Literal["yes", "perhaps", "no"]
Location = tuple[str, int, int]
AffectedUse = tuple[Use, Certainty]

_UNAFFECTED_KINDS: Final[Mapping[AffectedUses, frozenset[UseKind]]] = {
    "anything": frozenset(),
    "doing": frozenset({"import", "annotation", "string"}),
    "calls": frozenset({"import", "annotation", "string", "attribute"}),
}


def find_hits(changes: Sequence[Change], uses: Iterable[Use], api: Api, raw: str = "") -> list[Change]:
    """The changes with the lines of the user's code that they affect.

    `api` is the one of the old release, `raw` the attribute that leads from a client to its raw-response client.
    """
    index = _UsageIndex(SymbolTable(api, raw))
    for use in uses:
        index.add(use)
    affected = [(change, index.affected_uses(change)) for change in changes]
    calls = _rewritten_calls(affected)
    return [replace(change, hits=tuple(index.hits(change, found, calls))) for change, found in affected]


def _rewritten_calls(affected: Iterable[tuple[Change, Mapping[Location, AffectedUse]]]) -> dict[Location, str]:
    """The calls after all changes that affect them; "" where that is unknown."""
    codes: dict[Location, str] = {}
    edits: dict[Location, set[Edit]] = {}
    for change, found in affected:
        for location, (use, _) in found.items():
            if (edit := required_edit(change, use)) is not None:
                codes[location] = use.code
                edits.setdefault(location, set()).add(edit)
    return {location: rewrite_call(code, edits[location]) for location, code in codes.items()}


@dataclass(frozen=True)
class _UsageIndex:
    """The uses by symbol, by the symbols that contain it (with a trailing dot), and by import path.

    `constructions` are those of a class and of its subclasses.
    """

    symbols: SymbolTable
    by_symbol: dict[str, list[Use]] = field(default_factory=dict)
    by_path: dict[str, list[Use]] = field(default_factory=dict)
    constructions: dict[str, list[Use]] = field(default_factory=dict)

    def add(self, use: Use) -> None:
        """Add a use."""
        self.by_symbol.setdefault(use.symbol, []).append(use)
        if use.kind == "construct":
            for ancestor in self.symbols.api.lineage(use.symbol):
                self.constructions.setdefault(ancestor.name, []).append(use)
        if use.path:
            self.by_path.setdefault(use.path, []).append(use)
        if use.kind != "string":
            steps = use.symbol.split(".")
            for count in range(1, len(steps)):
                self.by_symbol.setdefault(f"{'.'.join(steps[:count])}.", []).append(use)

    def affected_uses(self, change: Change) -> dict[Location, AffectedUse]:
        """The uses that a change affects, one per location."""
        found: dict[Location, AffectedUse] = {}
        for use, certainty in self._matching_uses(change):
            if certainty != "no":
                found.setdefault((use.file, use.line, use.column), (use, certainty))
        return found

    def hits(self, change: Change, found: Mapping[Location, AffectedUse], calls: Mapping[Location, str]) -> list[Hit]:
        """The hits of a change, in the order of the files. `calls` are the rewritten calls."""
        made = []
        for location, (use, certainty) in found.items():
            file, line, column = location
            written = calls[location] if required_edit(change, use) is not None else ""
            text = advise(change, use, written, certain=certainty == "yes")
            made.append(
                Hit(
                    file=file, line=line, column=column, text=use.text,
                    uses=use.symbol or self.symbols.api.package, advice=text,
                )
            )  # fmt: skip
        return sorted(made)

    def _matching_uses(self, change: Change) -> Iterator[AffectedUse]:
        subject = self._callable_symbol(change.subject)
        accepted = {} if subject is None else self.symbols.arguments(subject)
        is_argument = bool(change.part) and (change.part in accepted or change.tier is Tier.SURFACE)
        affected_kinds = affects(change, part_is_argument=is_argument)
        if affected_kinds == "calls" and change.subject in self._clients:
            affected_kinds = "client"
        match affected_kinds:
            case "nothing":
                return
            case "client":
                certain = self._first_client() if self._is_used(change) else []
            case "import":
                certain = self.by_path.get(self._import_path(change), [])
            case "anything" | "doing" | "calls":
                certain = self._subject_uses(change, affected_kinds)
            case "given" | "missing" | "position":
                certain = self._field_uses(change) if affected_kinds == "given" else []
                if subject is not None:
                    yield from self._call_uses(subject, change.part, affected_kinds)
        yield from ((use, "yes") for use in certain)

    def _is_used(self, change: Change) -> bool:
        """False where the change is about a part of the client that the user's code does not use."""
        subject = change.subject
        return not is_of_client_types(change) or bool({subject, f"{subject}."} & self.by_symbol.keys())

    def _first_client(self) -> list[Use]:
        used = {use for name in self._clients for use in self.by_symbol.get(name, [])}
        return sorted(use for use in used if use.kind == "construct")[:1] or sorted(used)[:1]

    @cached_property
    def _clients(self) -> frozenset[str]:
        """The classes that the client inherits from, itself included."""
        api = self.symbols.api
        return frozenset(ancestor.name for name in api.clients.get("", {}).values() for ancestor in api.lineage(name))

    def _import_path(self, change: Change) -> str:
        module = "" if change.subject in {PACKAGE, self.symbols.api.package} else change.subject
        return ".".join(filter(None, (module, change.part)))

    def _subject_uses(self, change: Change, affected_kinds: AffectedUses) -> list[Use]:
        subject = change.subject
        if change.part and change.tier is Tier.SURFACE:
            subject = f"{subject}.{change.part}"
        found = list(self.by_symbol.get(subject, []))
        if change.tier is not Tier.SURFACE or subject not in self.symbols.api.classes:
            found += self.by_symbol.get(f"{subject}.", [])  # changes of a class's members are reported on their own
        if change.tier is not Tier.SURFACE:
            found += [use for name in change.operations for use in self.by_symbol.get(name, [])]
        return [use for use in found if use.kind not in _UNAFFECTED_KINDS[affected_kinds]]

    def _field_uses(self, change: Change) -> list[Use]:
        """The uses of a field, under the name of each class that inherits it."""
        owners = {change.subject, *(ancestor.name for ancestor in self.symbols.api.lineage(change.subject))}
        return [use for owner in sorted(owners) for use in self.by_symbol.get(f"{owner}.{change.part}", [])]

    def _callable_symbol(self, subject: str) -> Symbol | None:
        if subject in self.symbols.api.operations:
            return Symbol(subject, "operation")
        found = self.symbols.by_name(subject.removesuffix(".__init__"))
        return found if found is not None and found.kind in {"class", "function", "operation"} else None

    def _call_uses(self, subject: Symbol, part: str, affected_kinds: AffectedUses) -> Iterator[AffectedUse]:
        accepted = self.symbols.arguments(subject).items()
        by_position = [
            name
            for name, argument in accepted
            if isinstance(argument, Argument) and argument.kind in {"positional", "either"}
        ]
        uses = self.constructions if subject.kind == "class" else self.by_symbol
        for use in uses.get(subject.name, []):
            if use.kind in {"call", "construct"}:
                yield use, _certainty(use, part, by_position, affected_kinds)


def _certainty(use: Use, part: str, by_position: Sequence[str], affected_kinds: AffectedUses) -> Certainty:
    at = by_position.index(part) if part in by_position else None
    in_order = at is not None and at < use.positional
    given = part in use.keywords or in_order
    match affected_kinds:
        case "position":
            return "yes" if in_order else "perhaps" if use.open else "no"
        case "given":
            return "yes" if given else "perhaps" if use.open else "no"
    return "no" if given else "perhaps" if use.open else "yes"
