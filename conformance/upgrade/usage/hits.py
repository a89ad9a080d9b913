"""Which changes touch which uses.

The part of a change decides which uses of its subject it concerns. What that is follows from the words in a rule's
name (`_touch`), so that a new rule that is named like its neighbours needs nothing here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, Literal

from conformance.change import Change, Hit, Impact, Level, Tier
from conformance.finding import PACKAGE
from conformance.upgrade.source.definitions import Api, Argument
from conformance.upgrade.usage.advice import advice
from conformance.upgrade.usage.symbols import Symbol, Symbols
from conformance.upgrade.usage.use import Use

Touch = Literal["nothing", "everything", "use", "call", "given", "missing", "position", "client"]
Answer = Literal["yes", "perhaps", "no"]

_SILENT_TIERS: Final = {Tier.DOCUMENTATION, Tier.FILES, Tier.PACKAGING}
# Words of rules' names, and which uses they speak of.
_MEMBERS: Final = {"member", "members", "value", "literal"}
_POSITIONS: Final = {"order", "kind", "positional"}
_LEFT_OUT: Final = {"required", "default"}
_GONE: Final = {"removed", "renamed", "moved", "missing", "gone"}


def hits(changes: Sequence[Change], uses: Iterable[Use], api: Api, raw: str = "") -> list[Change]:
    """The same changes, each with the places in the user's code that it touches. `api` is the old release's."""
    book = _Book(Symbols(api, raw))
    for use in uses:
        book.add(use)
    return [replace(change, hits=tuple(book.touched(change))) for change in changes]


@dataclass(frozen=True)
class _Book:
    """The uses by symbol, and by the symbols that they are part of."""

    symbols: Symbols
    by_symbol: dict[str, list[Use]] = field(default_factory=dict)

    def add(self, use: Use) -> None:
        names = {use.symbol, use.path} if use.kind == "import" else {use.symbol}
        for name in names:
            steps = name.split(".") if use.kind != "string" else [name.rpartition(".")[0], ""]
            for count in range(1, len(steps)):
                self.by_symbol.setdefault(".".join(steps[:count]) + ".", []).append(use)
            self.by_symbol.setdefault(name, []).append(use)

    def touched(self, change: Change) -> Iterator[Hit]:
        """The hits of a change, in the order of the files."""
        found: dict[tuple[str, int, int], Hit] = {}
        for use, answer in self._answers(change):
            if answer != "no":
                words = advice(change, use, certain=answer == "yes")
                place = (use.file, use.line, use.column)
                found.setdefault(place, Hit(*place, use.text, use.symbol or self.symbols.api.package, words))
        yield from sorted(found.values())

    def _answers(self, change: Change) -> Iterator[tuple[Use, Answer]]:
        touch = _touch(change)
        match touch:
            case "nothing":
                return
            case "client":
                yield from ((use, "yes") for use in self._first_clients())
            case "everything" | "use" | "call":
                for use in self._of(change, touch):
                    yield use, "yes"
            case "given" | "missing" | "position":
                yield from self._of_part(change, touch)

    def _first_clients(self) -> Iterator[Use]:
        made = [
            use
            for name in self.symbols.api.clients.get("", {}).values()
            for use in self.by_symbol.get(name, [])
            if use.kind == "construct"
        ]
        yield from sorted(made)[:1]

    def _of(self, change: Change, touch: Touch) -> Iterator[Use]:
        subject = f"{change.subject}.{change.part}" if change.part and self._is_member(change) else change.subject
        direct = [*self.by_symbol.get(subject, []), *self.by_symbol.get(f"{subject}.", [])]
        for operation in change.operations if _is_of_calls(change) else ():
            direct += [use for use in self.by_symbol.get(operation, []) if use.kind == "call"]
        kinds = {"everything": None, "use": {"import", "annotation"}, "call": {"import", "annotation", "attribute"}}
        left_out = kinds.get(touch) or set()
        yield from (use for use in direct if use.kind not in left_out)

    def _is_member(self, change: Change) -> bool:
        """Its subject is a class or an alias, and its part a field or a member of it."""
        symbol = self.symbols.named(change.subject)
        return symbol is not None and symbol.what in {"class", "alias"}

    def _of_part(self, change: Change, touch: Touch) -> Iterator[tuple[Use, Answer]]:
        symbol = self._callable(change.subject)
        if symbol is None:
            yield from ((use, "yes") for use in self._of(change, "use"))
            return
        if symbol.what == "class" and touch == "given":
            for member in self._spellings(change):
                yield from ((use, "yes") for use in self.by_symbol.get(member, []))
        accepted = self.symbols.arguments(symbol)
        positions = [
            name
            for name, each in accepted.items()
            if isinstance(each, Argument) and each.kind in {"positional", "either"}
        ]
        for use in self.by_symbol.get(symbol.name, []):
            if use.kind in {"call", "construct"}:
                yield use, _judged(use, change.part, positions, touch)

    def _callable(self, subject: str) -> Symbol | None:
        if subject in self.symbols.api.operations:
            return Symbol(subject, "operation")
        found = self.symbols.named(subject.removesuffix(".__init__"))
        return found if found is not None and found.what in {"class", "function", "operation"} else None

    def _spellings(self, change: Change) -> Iterator[str]:
        """A field under the name of each class that it can have been reached by."""
        yield f"{change.subject}.{change.part}"
        for each in self.symbols.api.lineage(change.subject):
            if change.part in each.members and each.name != change.subject:
                yield f"{each.name}.{change.part}"


def _judged(use: Use, part: str, positions: Sequence[str], touch: Touch) -> Answer:
    at = positions.index(part) if part in positions else None
    given = part in use.keywords or (at is not None and at < use.positional)
    match touch:
        case "position":
            return "yes" if use.positional > (at or 0) else "perhaps" if use.open and not use.keywords else "no"
        case "given":
            return "yes" if given else "perhaps" if use.open else "no"
    return "no" if given else "perhaps" if use.open else "yes"


def _is_of_calls(change: Change) -> bool:
    return change.tier in {Tier.WIRE, Tier.BEHAVIOUR} or "error" in change.rule


def _touch(change: Change) -> Touch:
    """Which uses of its subject a change concerns."""
    if change.impact is Impact.DOCUMENTATION or change.tier in _SILENT_TIERS:
        return "nothing"
    if change.impact is Impact.COMPATIBLE and change.level is Level.NONE:
        return "nothing"
    if change.subject in {PACKAGE, ""}:
        return "client"
    if change.tier in {Tier.WIRE, Tier.BEHAVIOUR}:
        return "call"
    words = set(change.rule.split("_"))
    if words & _MEMBERS or (words & _GONE and not change.part):
        return "everything"
    if not change.part:
        return "use"
    if words & _POSITIONS:
        return "position"
    return "missing" if words & _LEFT_OUT and not words & _GONE else "given"
