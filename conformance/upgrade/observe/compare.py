"""Compare: two releases' observations of one operation, exchange by exchange, to differences.

What follows from another difference is not told: a request that was not sent has no outcome to compare, a field whose
class differs has no fields to compare, an exception of another class has another text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

from conformance.change import Difference, Facet
from conformance.contract.model import TWINS, Twin
from conformance.finding import PACKAGE
from conformance.upgrade.observe.observation import ROOT, FlatValue, Observation
from conformance.upgrade.pair import OperationComparison

NOTHING: Final = "nothing"
_REQUEST_FACETS: Final = frozenset({"method", "path", "query", "header", "body", "content_type", "timeout"})
_NUMBERS: Final = re.compile(r"\[\d+\]")
_STEP: Final = re.compile(r"(\.[^.\[]*|\[\d+\]|^[^.\[]+)$")
_CONTAINERS: Final = ("dict", "list of ", "tuple of ", "'", '"')


class _Found(NamedTuple):
    facet: Facet
    part: str
    before: str
    after: str
    owner: str = ""


@dataclass(slots=True)
class _Merged:
    """One difference over the exchanges that show it; the first one is the smallest."""

    found: _Found
    call: str
    answer: str
    twins: set[Twin] = field(default_factory=set)
    count: int = 0


def compare_observations(
    operation: str, old: Observation, new: Observation, renamed: Mapping[str, str] | None = None
) -> OperationComparison:
    """What differs. `renamed` gives the new names of classes that are called otherwise.

    Raises ValueError: the two are not observations of the same exchanges.
    """
    sides = _Sides(old, new, renamed or {})
    merged: dict[tuple[str, ...], _Merged] = {}
    if [exchange[:4] for exchange in old["exchanges"]] != [exchange[:4] for exchange in new["exchanges"]]:
        raise ValueError(f"{operation}: the two releases were not asked the same")
    for one, other in zip(old["exchanges"], new["exchanges"], strict=True):
        twin, _, call, answer, requests, outcome = one
        label = old["answers"][answer][0]
        for found in sides.differences((requests, other[4]), (outcome, other[5]), answer):
            key = (*found[:2], *(() if found.facet in _REQUEST_FACETS else (label, found.owner)))
            if key not in merged:
                merged[key] = _Merged(found, old["calls"][call], label)
            merged[key].twins.add(twin)
            merged[key].count += 1
    return OperationComparison(len(old["exchanges"]), tuple(_difference(operation, each) for each in merged.values()))


def _difference(operation: str, merged: _Merged) -> Difference:
    found = merged.found
    return Difference(
        operation=operation,
        facet=found.facet,
        part=found.part,
        before=found.before,
        after=found.after,
        twins=tuple(twin for twin in TWINS if twin in merged.twins),
        call=merged.call,
        response=merged.answer,
        count=merged.count,
        owner=found.owner,
    )


class _Sides:
    """Both sides' things by their numbers. What was compared once is not compared again."""

    def __init__(self, old: Observation, new: Observation, renamed: Mapping[str, str]) -> None:
        self.old, self.new, self.renamed = old, new, renamed
        self.known: dict[tuple[int, ...], list[_Found]] = {}

    def differences(self, requests: tuple[int, int], outcome: tuple[int, int], answer: int) -> list[_Found]:
        """What differs in one exchange."""
        key = (*requests, *outcome, answer)
        return self._known(key, lambda: self._compared(requests, outcome, answer))

    def _compared(self, requests: tuple[int, int], outcome: tuple[int, int], answer: int) -> list[_Found]:
        sent, sends = self.old["requests"][requests[0]], self.new["requests"][requests[1]]
        was, comes = self.old["outcomes"][outcome[0]], self.new["outcomes"][outcome[1]]
        if bool(sent) != bool(sends):
            before, after = (_told(*side) for side in ((sent, was), (sends, comes)))
            return [_Found("requests", "", before, after)]
        label, status = self.old["answers"][answer]
        about = str(status) if status >= 400 else label
        found = list(self._known((-1, *requests), lambda: _requests(sent, sends)))
        if len(sent) != len(sends):
            found.append(_Found("attempts", about, str(len(sent)), str(len(sends))))
        elif was.get("waits") != comes.get("waits"):
            found.append(_Found("waits", about, _waits(was), _waits(comes)))
        if was.get("elsewhere") != comes.get("elsewhere"):
            found.append(_Found("elsewhere", about, was.get("elsewhere", NOTHING), comes.get("elsewhere", NOTHING)))
        return [*found, *self._known((-2, *outcome), lambda: _outcomes(was, comes, self.renamed))]

    def _known(self, key: tuple[int, ...], make: Callable[[], Iterable[_Found]]) -> list[_Found]:
        if key not in self.known:
            self.known[key] = list(make())
        return self.known[key]


def _waits(outcome: Mapping[str, Any]) -> str:
    return ", ".join(f"{wait:g} s" for wait in outcome.get("waits", ())) or "none"


def _told(requests: list[dict[str, Any]], outcome: Mapping[str, Any]) -> str:
    """One side of an exchange in which only one side sent anything."""
    if requests:
        return f"{requests[0]['method']} {requests[0]['path']}"
    return _ending(outcome)


def _ending(outcome: Mapping[str, Any]) -> str:
    if "raised" in outcome:
        return f"raises {outcome['raised']['class']}: {outcome['raised']['text'].partition(': ')[2]}"
    return "does not end" if "endless" in outcome else f"returns {outcome['value'][ROOT]}"


def _requests(sent: list[dict[str, Any]], sends: list[dict[str, Any]]) -> list[_Found]:
    found: dict[tuple[str, str], _Found] = {}
    for one, other in zip(sent, sends, strict=False):
        if one != other:
            for each in _request(one, other):
                found.setdefault(each[:2], each)
    return list(found.values())


def _request(one: dict[str, Any], other: dict[str, Any]) -> Iterator[_Found]:
    facets: tuple[Facet, ...] = ("method", "path", "content_type", "timeout")
    for facet in facets:
        if one[facet] != other[facet]:
            yield _Found(facet, "", one[facet], other[facet])
    if sorted(map(tuple, one["query"])) != sorted(map(tuple, other["query"])):
        yield from _keyed("query", _grouped(one["query"]), _grouped(other["query"]))
    yield from _keyed("header", one["headers"], other["headers"])
    yield from _keyed("body", one["body"], other["body"])


def _grouped(pairs: Iterable[list[str]]) -> dict[str, str]:
    """The values of each name: repeated ones side by side."""
    grouped: dict[str, list[str]] = {}
    for name, value in pairs:
        grouped.setdefault(name, []).append(repr(value))
    return {name: " & ".join(values) for name, values in grouped.items()}


def _keyed(facet: Facet, one: Mapping[str, str], other: Mapping[str, str]) -> Iterator[_Found]:
    for name in {**one, **other}:
        if one.get(name) != other.get(name):
            yield _Found(facet, name, one.get(name, NOTHING), other.get(name, NOTHING))


def _outcomes(was: Mapping[str, Any], comes: Mapping[str, Any], renamed: Mapping[str, str]) -> Iterator[_Found]:
    kinds = [next(kind for kind in ("value", "raised", "endless") if kind in each) for each in (was, comes)]
    if "endless" in kinds:
        if kinds[0] != kinds[1]:
            yield _Found("endless", "", _ending(was), _ending(comes))
    elif kinds[0] != kinds[1]:
        yield _Found("raised", "ends", _ending(was), _ending(comes))
    elif kinds[0] == "value":
        yield from _rows("result", was["value"], comes["value"], renamed)
    else:
        yield from _raised(was["raised"], comes["raised"], renamed)


def _raised(was: Mapping[str, Any], comes: Mapping[str, Any], renamed: Mapping[str, str]) -> Iterator[_Found]:
    before, after = was["class"], comes["class"]
    found = []
    if renamed.get(before, before) != after:
        found.append(_Found("raised", "class", before, after))
    if was["status"] != comes["status"]:
        found.append(_Found("raised", "status", was["status"], comes["status"]))
    for row in _rows("raised", was["body"], comes["body"], renamed):
        found.append(row._replace(part=f"body.{row.part}".rstrip(".")))
    if not found and was["text"] != comes["text"]:
        found.append(_Found("raised", "text", was["text"], comes["text"]))
    yield from found


def _rows(facet: Facet, was: FlatValue, comes: FlatValue, renamed: Mapping[str, str]) -> Iterator[_Found]:
    """The outermost rows that differ, lists' items under one name."""
    told: set[str] = set()
    hidden: set[str] = set()
    for path in {**was, **comes} if was != comes else ():
        before, after = was.get(path), comes.get(path)
        parent = _parent(path)
        if parent in hidden:
            hidden.add(path)
        elif before is None or after is None or renamed.get(before, before) != after:
            hidden.add(path)
            part = _NUMBERS.sub("[]", path)
            if part not in told:
                told.add(part)
                yield _Found(facet, part, before or NOTHING, after or NOTHING, _owner(path, was))


def _parent(path: str) -> str | None:
    if path == ROOT:
        return None
    step = _STEP.search(path)
    return ROOT if step is None else path[: step.start()]


def _owner(path: str, rows: FlatValue) -> str:
    """The field of a model that it is in, dotted; "" for what is in no model."""
    inner: str | None = path
    while inner is not None:
        outer = _parent(inner)
        model = "" if outer is None else rows.get(outer, "")
        if outer is not None and model and not model.startswith(_CONTAINERS):
            return f"{model}.{inner.removeprefix(outer).lstrip('.')}"
        inner = outer
    return ""


def compare_client_defaults(old: Mapping[str, str], new: Mapping[str, str]) -> OperationComparison:
    """How the clients of both releases talk to servers where a caller leaves that to them."""
    found = tuple(
        Difference(PACKAGE, "client", name, old.get(name, NOTHING), new.get(name, NOTHING), TWINS, "", "")
        for name in {**old, **new}
        if old.get(name) != new.get(name)
    )
    return OperationComparison(1, found)
