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
    book = _UsageIndex(SymbolTable(api, raw))
    for use in uses:
        book.add(use)
    touched = [(change, book.affected_uses(change)) for change in changes]
    calls = _rewritten_calls(touched)
    return [replace(change, hits=tuple(book.hits(change, found, calls))) for change, found in touched]


def _rewritten_calls(touched: Iterable[tuple[Change, Mapping[Location, AffectedUse]]]) -> dict[Location, str]:
    """The calls after all changes that affect them; "" where that is unknown."""
    codes: dict[Location, str] = {}
    edits: dict[Location, set[Edit]] = {}
    for change, found in touched:
        for place, (use, _) in found.items():
            if (edit := required_edit(change, use)) is not None:
                codes[place] = use.code
                edits.setdefault(place, set()).add(edit)
    return {place: rewrite_call(code, edits[place]) for place, code in codes.items()}


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
            for each in self.symbols.api.lineage(use.symbol):
                self.constructions.setdefault(each.name, []).append(use)
        if use.path:
            self.by_path.setdefault(use.path, []).append(use)
        if use.kind != "string":
            steps = use.symbol.split(".")
            for count in range(1, len(steps)):
                self.by_symbol.setdefault(f"{'.'.join(steps[:count])}.", []).append(use)

    def affected_uses(self, change: Change) -> dict[Location, AffectedUse]:
        """The uses that a change affects, one per location."""
        found: dict[Location, AffectedUse] = {}
        for use, answer in self._matching_uses(change):
            if answer != "no":
                found.setdefault((use.file, use.line, use.column), (use, answer))
        return found

    def hits(self, change: Change, found: Mapping[Location, AffectedUse], calls: Mapping[Location, str]) -> list[Hit]:
        """The hits of a change, in the order of the files. `calls` are the rewritten calls."""
        made = []
        for place, (use, answer) in found.items():
            file, line, column = place
            written = calls[place] if required_edit(change, use) is not None else ""
            words = advise(change, use, written, certain=answer == "yes")
            made.append(
                Hit(
                    file=file, line=line, column=column, text=use.text,
                    uses=use.symbol or self.symbols.api.package, advice=words,
                )
            )  # fmt: skip
        return sorted(made)

    def _matching_uses(self, change: Change) -> Iterator[AffectedUse]:
        subject = self._callable_symbol(change.subject)
        accepted = {} if subject is None else self.symbols.arguments(subject)
        is_argument = bool(change.part) and (change.part in accepted or change.tier is Tier.SURFACE)
        touch = affects(change, part_is_argument=is_argument)
        if touch == "calls" and change.subject in self._clients:
            touch = "client"
        match touch:
            case "nothing":
                return
            case "client":
                certain = self._first_client() if self._is_used(change) else []
            case "import":
                certain = self.by_path.get(self._import_path(change), [])
            case "anything" | "doing" | "calls":
                certain = self._subject_uses(change, touch)
            case "given" | "missing" | "position":
                certain = self._field_uses(change) if touch == "given" else []
                if subject is not None:
                    yield from self._call_uses(subject, change.part, touch)
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
        return frozenset(each.name for name in api.clients.get("", {}).values() for each in api.lineage(name))

    def _import_path(self, change: Change) -> str:
        module = "" if change.subject in {PACKAGE, self.symbols.api.package} else change.subject
        return ".".join(filter(None, (module, change.part)))

    def _subject_uses(self, change: Change, touch: AffectedUses) -> list[Use]:
        subject = change.subject
        if change.part and change.tier is Tier.SURFACE:
            subject = f"{subject}.{change.part}"
        found = list(self.by_symbol.get(subject, []))
        if change.tier is not Tier.SURFACE or subject not in self.symbols.api.classes:
            found += self.by_symbol.get(f"{subject}.", [])  # changes of a class's members are reported on their own
        if change.tier is not Tier.SURFACE:
            found += [use for name in change.operations for use in self.by_symbol.get(name, [])]
        return [use for use in found if use.kind not in _UNAFFECTED_KINDS[touch]]

    def _field_uses(self, change: Change) -> list[Use]:
        """The uses of a field, under the name of each class that inherits it."""
        owners = {change.subject, *(each.name for each in self.symbols.api.lineage(change.subject))}
        return [use for owner in sorted(owners) for use in self.by_symbol.get(f"{owner}.{change.part}", [])]

    def _callable_symbol(self, subject: str) -> Symbol | None:
        if subject in self.symbols.api.operations:
            return Symbol(subject, "operation")
        found = self.symbols.by_name(subject.removesuffix(".__init__"))
        return found if found is not None and found.kind in {"class", "function", "operation"} else None

    def _call_uses(self, subject: Symbol, part: str, touch: AffectedUses) -> Iterator[AffectedUse]:
        accepted = self.symbols.arguments(subject).items()
        by_position = [
            name for name, each in accepted if isinstance(each, Argument) and each.kind in {"positional", "either"}
        ]
        uses = self.constructions if subject.kind == "class" else self.by_symbol
        for use in uses.get(subject.name, []):
            if use.kind in {"call", "construct"}:
                yield use, _certainty(use, part, by_position, touch)


def _certainty(use: Use, part: str, by_position: Sequence[str], touch: AffectedUses) -> Certainty:
    at = by_position.index(part) if part in by_position else None
    in_order = at is not None and at < use.positional
    given = part in use.keywords or in_order
    match touch:
        case "position":
            return "yes" if in_order else "perhaps" if use.open else "no"
        case "given":
            return "yes" if given else "perhaps" if use.open else "no"
    return "no" if given else "perhaps" if use.open else "yes"
