"""The uses in the user's code that one change affects, and how certain that is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Final

from conformance.change import Change, Difference, Level, Tier
from conformance.contract.model import TWINS, Twin
from conformance.contract.types import Type
from conformance.finding import PACKAGE
from conformance.targets.target import Target
from conformance.upgrade.source.api import Api
from conformance.upgrade.source.definitions import Argument, Attribute, Callable
from conformance.upgrade.usage.affects import (
    AffectedUses,
    affects,
    is_conditional,
    is_of_client_types,
)
from conformance.upgrade.usage.arguments import (
    given_certainty,
    kind_certainty,
    missing_certainty,
    order_certainty,
    positional_names,
)
from conformance.upgrade.usage.result_types import lost_fields, lost_reads, result_certainty
from conformance.upgrade.usage.symbol_table import Symbol, SymbolTable
from conformance.upgrade.usage.use import Certainty, Use, UseKind

Location = tuple[str, int, int]
AffectedUse = tuple[Use, Certainty]

_MADE: Final = frozenset({"call", "construct"})
_UNAFFECTED_KINDS: Final[Mapping[AffectedUses, frozenset[UseKind]]] = {
    "anything": frozenset(),
    "doing": frozenset({"import", "annotation", "string", "key"}),
    "calls": frozenset({"import", "annotation", "string", "key", "attribute"}),
}
_ID: Final = re.compile(r"(?:^|_)(?:id|pk|uuid|key)$")
MOST: Final = 0.5  # of all operations: what as many do differently is the client's doing


@dataclass(frozen=True)
class UsageIndex:
    """The uses by symbol, by the symbols that contain it (with a trailing dot), and by import path.

    `constructions` are those of a class and of its subclasses. `symbols` are those of the old release, `new` declares
    the new one.
    """

    symbols: SymbolTable
    new: Api
    target: Target
    by_symbol: dict[str, list[Use]] = field(default_factory=dict)
    by_path: dict[str, list[Use]] = field(default_factory=dict)
    constructions: dict[str, list[Use]] = field(default_factory=dict)

    @classmethod
    def of(cls, uses: Iterable[Use], old: Api, new: Api, target: Target) -> UsageIndex:
        """Index all uses."""
        index = cls(SymbolTable(old, target.raw_attribute), new, target)
        for use in uses:
            index._add(use)
        return index

    def _add(self, use: Use) -> None:
        self.by_symbol.setdefault(use.symbol, []).append(use)
        if use.kind == "construct":
            for ancestor in self.symbols.api.lineage(use.symbol):
                self.constructions.setdefault(ancestor.name, []).append(use)
        if use.path:
            self.by_path.setdefault(use.path, []).append(use)
        if use.kind not in {"string", "key"}:
            steps = use.symbol.split(".")
            for count in range(1, len(steps)):
                self.by_symbol.setdefault(f"{'.'.join(steps[:count])}.", []).append(use)

    def lines(self) -> dict[str, frozenset[int]]:
        """The lines with uses, by file."""
        found: dict[str, set[int]] = {}
        for use in (use for uses in self.by_symbol.values() for use in uses):
            found.setdefault(use.file, set()).add(use.line)
        return {file: frozenset(lines) for file, lines in found.items()}

    def affected_uses(self, change: Change) -> dict[Location, AffectedUse]:
        """The uses that a change affects, one per location."""
        found: dict[Location, AffectedUse] = {}
        twins = self._twins(change)
        for use, certainty in self._matching_uses(change):
            if certainty != "no" and (not use.twin or use.twin in twins):
                sure = "perhaps" if is_conditional(change) else certainty
                found.setdefault((use.file, use.line, use.column), (use, sure))
        return found

    def _matching_uses(self, change: Change) -> Iterator[AffectedUse]:
        subject = self._callable_symbol(change.subject)
        accepted = {} if subject is None else self.symbols.arguments(subject)
        is_argument = bool(change.part) and (change.part in accepted or change.tier is Tier.SURFACE)
        affected_kinds = affects(change, part_is_argument=is_argument)
        if affected_kinds == "calls" and change.subject in self._clients:
            affected_kinds = "client"
        if affected_kinds == "client" and 0 < len(change.operations) < MOST * len(self.symbols.api.operations):
            affected_kinds = "calls"  # it is about some operations, although its subject is the package
        match affected_kinds:
            case "nothing":
                return
            case "client":
                yield from self._client_uses(change)
            case "import":
                yield from ((use, "yes") for use in self.by_path.get(self._import_path(change), []))
            case "text":
                handlers = (use for uses in self.by_symbol.values() for use in uses if use.kind == "except")
                yield from ((use, "yes") for use in dict.fromkeys(handlers) if "text" in use.contexts)
            case "bases":
                named = self.by_symbol.get(change.subject, [])
                yield from ((use, "perhaps") for use in named if use.kind in {"subclass", "isinstance", "except"})
            case "results":
                yield from self._result_uses(change)
            case "calls" if change.rule == "request_changed":
                yield from self._request_uses(change)
            case "anything" | "doing" | "calls":
                found = self._subject_uses(change, affected_kinds)
                imported = {use.file for use in found if use.kind == "import"}  # it fails before annotations are read
                found = [use for use in found if use.kind != "annotation" or use.file not in imported]
                yield from ((use, "yes") for use in found)
            case _:
                if affected_kinds == "given":
                    yield from ((use, "yes") for use in self._field_uses(change))
                if subject is not None:
                    yield from self._call_uses(subject, change, affected_kinds)

    def _twins(self, change: Change) -> frozenset[Twin]:
        """The clients that a change is about: by what was observed, or by the declarations that differ."""
        if change.difference is not None:
            return frozenset({*change.difference.twins, *change.difference.untried})
        old, new = self.symbols.api.operations.get(change.subject, {}), self.new.operations.get(change.subject, {})
        differing = frozenset(twin for twin in TWINS if _differs(old.get(twin), new.get(twin), change))
        return differing or frozenset(TWINS)

    def _client_uses(self, change: Change) -> Iterator[AffectedUse]:
        """The first place where the user makes each client."""
        if is_of_client_types(change) and not {change.subject, f"{change.subject}."} & self.by_symbol.keys():
            return
        used = {use for name in self._clients for use in self.by_symbol.get(name, [])}
        inherited = (use for name in self._clients for use in self.by_symbol.get(f"{name}.__init__", []))
        made = sorted(
            {*(use for use in used if use.kind == "construct"), *(use for use in inherited if use.kind == "call")}
        )
        for twin in (*TWINS, ""):
            for use in [use for use in made or sorted(used) if use.twin == twin][:1]:
                yield use, self._client_certainty(use, change)

    @cached_property
    def _clients(self) -> frozenset[str]:
        """The classes that the client inherits from, itself included."""
        api = self.symbols.api
        return frozenset(ancestor.name for name in api.clients.get("", {}).values() for ancestor in api.lineage(name))

    def _client_certainty(self, use: Use, change: Change) -> Certainty:
        """Whether the client that is made here has the changed setting."""
        arguments = {"default_server_changed": self.target.base_url_argument, "timeout_changed": "timeout"}
        overridden = arguments.get(change.rule)
        if overridden is not None and overridden in use.keywords:
            return "no"
        if change.rule == "timeout_changed" and not change.part:  # with the caller's own HTTP client
            return given_certainty(use, self.target.transport_argument, ())
        return "perhaps" if overridden is not None and use.open else "yes"

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

    def _request_uses(self, change: Change) -> Iterator[AffectedUse]:
        """The calls that send another request, which no declaration explains."""
        for use in self._subject_uses(change, "calls"):
            accepted = self.symbols.arguments(Symbol(use.symbol, "operation")) if use.kind == "call" else {}
            yield use, _request_certainty(use, accepted, change.difference)

    def _field_uses(self, change: Change) -> list[Use]:
        """The uses of a field, under the name of each class that inherits it."""
        owners = {change.subject, *(ancestor.name for ancestor in self.symbols.api.lineage(change.subject))}
        return [use for owner in sorted(owners) for use in self.by_symbol.get(f"{owner}.{change.part}", [])]

    def _result_uses(self, change: Change) -> Iterator[AffectedUse]:
        """The calls whose result cannot be used as before, and reads of the fields that it no longer has."""
        old, new = self.symbols.api, self.new
        calls = [use for name in (change.subject, *change.operations) for use in self.by_symbol.get(name, [])]
        calls = [use for use in calls if use.kind == "call"]
        if change.tier is not Tier.SURFACE:
            names = (change.before, change.after)
            if not (names[0] in old.classes and names[1] in new.classes):
                yield from ((use, "yes" if use.reads or use.contexts else "no") for use in calls)
                return
            before, after = (Type("model", name=name) for name in names)
            tested = self.by_symbol.get(change.before, []) if calls else []
            yield from ((use, "perhaps") for use in tested if use.kind == "isinstance")
            lost = set(lost_fields(old, new, before, after)) if calls else set()
        else:
            lost = set()
            for use in calls:
                sides = [_declared(api, change.subject, use.twin) for api in (old, new)]
                pair = ((old, sides[0]), (new, sides[1]))
                yield use, "yes" if change.level is Level.TYPES else result_certainty(use, *pair)
                read = lost_reads(use, *pair)
                yield from ((self._at(use, line, name), "yes") for line, name in read.items())
                lost |= set(lost_fields(old, new, *sides)) if use.contexts else set()
        yield from self._lost_uses(lost, change)

    def _at(self, call: Use, line: int, name: str) -> Use:
        """The use of an attribute of a call's result; made of the call where inference does not know the attribute."""
        found = (use for uses in self.by_symbol.values() for use in uses if use.file == call.file and use.line == line)
        known = next((use for use in found if use.symbol.rpartition(".")[2] == name), None)
        if known is not None or line == call.line:
            return known or call
        return replace(call, line=line, column=1, text=dict(call.read_texts).get(line, call.text), code="")

    def _lost_uses(self, lost: Iterable[str], change: Change) -> Iterator[AffectedUse]:
        """Reads of fields that a result no longer has, where the result was handed on.

        They are certain where no other operation returns the class.
        """
        changed = {change.subject, *change.operations}
        for name in sorted(lost):
            owner = name.rpartition(".")[0]
            others = self._operations_of(owner) - changed
            for use in self.by_symbol.get(name, []):
                if use.kind == "attribute":
                    yield use, "perhaps" if others else "yes"

    def _operations_of(self, owner: str) -> set[str]:
        """The operations whose declared results mention a class or one that inherits it."""
        api = self.symbols.api
        return {
            name
            for name, methods in api.operations.items()
            for method in methods.values()
            if method.returns is not None
            and any(owner in {a.name for a in api.lineage(inner.name)} for inner in api.expand(method.returns).walk())
        }

    def _callable_symbol(self, subject: str) -> Symbol | None:
        if subject in self.symbols.api.operations:
            return Symbol(subject, "operation")
        found = self.symbols.by_name(subject.removesuffix(".__init__"))
        if found is None or found.kind not in {"class", "function", "operation"}:
            return None
        return replace(found, twin="")

    def _call_uses(self, subject: Symbol, change: Change, affected_kinds: AffectedUses) -> Iterator[AffectedUse]:
        accepted = self.symbols.arguments(subject)
        names, part = positional_names(accepted), change.part
        uses = self.constructions if subject.kind == "class" else self.by_symbol
        for use in uses.get(subject.name, []):
            if use.kind not in _MADE:
                continue
            match affected_kinds:
                case "order":
                    yield use, order_certainty(use, change.before.split(", "), change.after.split(", "))
                case "kind":
                    yield use, kind_certainty(use, part, names, change.after)
                case "missing":
                    yield use, missing_certainty(use, part, names)
                case _:
                    yield use, given_certainty(use, part, names)


def _differs(old: Callable | None, new: Callable | None, change: Change) -> bool:
    """Whether two declarations of a method differ in what a change is about."""
    if old is None or new is None:
        return old is not new
    if "result" in change.rule:
        return old.returns != new.returns
    if change.part:
        return old.argument(change.part) != new.argument(change.part)
    return old.arguments != new.arguments


def _declared(api: Api, operation: str, twin: str) -> Type | None:
    """The declared result of an operation."""
    methods = api.operations.get(operation, {})
    found = next((method for name, method in methods.items() if twin in {name, ""}), None)
    return None if found is None else found.returns


def _request_certainty(use: Use, accepted: dict[str, Argument | Attribute], difference: Difference | None) -> Certainty:
    """Whether a call sends the request that shows a difference.

    An odd value in the path shows it only where the caller passes a text that is not an id. A body that is empty or
    missing where nothing is passed shows it only where nothing is passed.
    """
    required = {name for name, found in accepted.items() if isinstance(found, Argument) and found.required}
    passed = {*use.keywords, *positional_names(accepted)[: use.positional]}
    if difference is not None and any(mark in difference.call for mark in ("a?b=c", "a/b", "a b")):
        texts = {name for name in passed & accepted.keys() if _takes_text(accepted[name])}
        return "perhaps" if any(not _ID.search(name) for name in texts) else "no"
    if use.open:
        return "perhaps"
    if not passed - required:
        return "yes"
    empty = difference is not None and {difference.before, difference.after} <= {"nothing", "{}", ""}
    return "no" if empty else "perhaps"


def _takes_text(argument: Argument | Attribute) -> bool:
    return argument.type is None or any(member.kind in {"string", "any"} for member in argument.type.members)
