"""Compares two releases' observations of one operation, exchange by exchange.

What follows from another difference is not reported: a request that was not sent has no outcome to compare, a field of
another class has no fields to compare, an exception of another class has another text.
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


class _FacetDifference(NamedTuple):
    facet: Facet
    part: str
    before: str
    after: str
    owner: str = ""


@dataclass(slots=True, kw_only=True)
class _MergedDifference:
    """One difference, merged over the exchanges that show it; the first exchange is the smallest."""

    found: _FacetDifference
    call: str
    response: str
    twins: set[Twin] = field(default_factory=set)
    count: int = 0


def compare_observations(
    operation: str, old: Observation, new: Observation, renamed: Mapping[str, str] | None = None
) -> OperationComparison:
    """The differences between two observations. `renamed` gives the new names of renamed classes.

    Raises ValueError: the observations are not of the same exchanges.
    """
    sides = _ExchangeComparer(old, new, renamed or {})
    merged: dict[tuple[str, ...], _MergedDifference] = {}
    if [exchange[:4] for exchange in old["exchanges"]] != [exchange[:4] for exchange in new["exchanges"]]:
        raise ValueError(f"{operation}: the two releases did not receive the same calls")
    for one, other in zip(old["exchanges"], new["exchanges"], strict=True):
        twin, _, call, response, requests, outcome = one
        label = old["responses"][response][0]
        for found in sides.differences((requests, other[4]), (outcome, other[5]), response):
            key = (*found[:2], *(() if found.facet in _REQUEST_FACETS else (label, found.owner)))
            if key not in merged:
                merged[key] = _MergedDifference(found=found, call=old["calls"][call], response=label)
            merged[key].twins.add(twin)
            merged[key].count += 1
    return OperationComparison(
        len(old["exchanges"]), tuple(_difference(operation, difference) for difference in merged.values())
    )


def _difference(operation: str, merged: _MergedDifference) -> Difference:
    found = merged.found
    return Difference(
        operation=operation,
        facet=found.facet,
        part=found.part,
        before=found.before,
        after=found.after,
        twins=tuple(twin for twin in TWINS if twin in merged.twins),
        call=merged.call,
        response=merged.response,
        count=merged.count,
        owner=found.owner,
    )


class _ExchangeComparer:
    """Compares the exchanges of two observations. Equal pairs are compared once."""

    def __init__(self, old: Observation, new: Observation, renamed: Mapping[str, str]) -> None:
        self.old, self.new, self.renamed = old, new, renamed
        self.cache: dict[tuple[int, ...], list[_FacetDifference]] = {}

    def differences(self, requests: tuple[int, int], outcome: tuple[int, int], response: int) -> list[_FacetDifference]:
        """The differences in one exchange."""
        key = (*requests, *outcome, response)
        return self._cached(key, lambda: self._compare(requests, outcome, response))

    def _compare(self, requests: tuple[int, int], outcome: tuple[int, int], response: int) -> list[_FacetDifference]:
        sent, sends = self.old["requests"][requests[0]], self.new["requests"][requests[1]]
        was, comes = self.old["outcomes"][outcome[0]], self.new["outcomes"][outcome[1]]
        if bool(sent) != bool(sends):
            before, after = (_one_sided_text(*side) for side in ((sent, was), (sends, comes)))
            return [_FacetDifference("requests", "", before, after)]
        label, status = self.old["responses"][response]
        about = str(status) if status >= 400 else label
        found = list(self._cached((-1, *requests), lambda: _compare_requests(sent, sends)))
        if len(sent) != len(sends):
            found.append(_FacetDifference("attempts", about, str(len(sent)), str(len(sends))))
        elif was.get("waits") != comes.get("waits"):
            found.append(_FacetDifference("waits", about, _waits_text(was), _waits_text(comes)))
        if was.get("elsewhere") != comes.get("elsewhere"):
            found.append(
                _FacetDifference("elsewhere", about, was.get("elsewhere", NOTHING), comes.get("elsewhere", NOTHING))
            )
        return [*found, *self._cached((-2, *outcome), lambda: _compare_outcomes(was, comes, self.renamed))]

    def _cached(self, key: tuple[int, ...], make: Callable[[], Iterable[_FacetDifference]]) -> list[_FacetDifference]:
        if key not in self.cache:
            self.cache[key] = list(make())
        return self.cache[key]


def _waits_text(outcome: Mapping[str, Any]) -> str:
    return ", ".join(f"{wait:g} s" for wait in outcome.get("waits", ())) or "none"


def _one_sided_text(requests: list[dict[str, Any]], outcome: Mapping[str, Any]) -> str:
    """One side of an exchange in which only one side sent a request."""
    if requests:
        return f"{requests[0]['method']} {requests[0]['path']}"
    return _ending_text(outcome)


def _ending_text(outcome: Mapping[str, Any]) -> str:
    if "raised" in outcome:
        return f"raises {outcome['raised']['class']}: {outcome['raised']['text'].partition(': ')[2]}"
    return "does not end" if "endless" in outcome else f"returns {outcome['value'][ROOT]}"


def _compare_requests(sent: list[dict[str, Any]], sends: list[dict[str, Any]]) -> list[_FacetDifference]:
    found: dict[tuple[str, str], _FacetDifference] = {}
    for one, other in zip(sent, sends, strict=False):
        if one != other:
            for difference in _compare_request(one, other):
                found.setdefault(difference[:2], difference)
    return list(found.values())


def _compare_request(one: dict[str, Any], other: dict[str, Any]) -> Iterator[_FacetDifference]:
    facets: tuple[Facet, ...] = ("method", "path", "content_type", "timeout")
    for facet in facets:
        if one[facet] != other[facet]:
            yield _FacetDifference(facet, "", one[facet], other[facet])
    if sorted(map(tuple, one["query"])) != sorted(map(tuple, other["query"])):
        yield from _compare_mappings("query", _group_values(one["query"]), _group_values(other["query"]))
    yield from _compare_mappings("header", one["headers"], other["headers"])
    yield from _compare_mappings("body", one["body"], other["body"])


def _group_values(pairs: Iterable[list[str]]) -> dict[str, str]:
    """The values of each name; repeated values are joined."""
    grouped: dict[str, list[str]] = {}
    for name, value in pairs:
        grouped.setdefault(name, []).append(repr(value))
    return {name: " & ".join(values) for name, values in grouped.items()}


def _compare_mappings(facet: Facet, one: Mapping[str, str], other: Mapping[str, str]) -> Iterator[_FacetDifference]:
    for name in {**one, **other}:
        if one.get(name) != other.get(name):
            yield _FacetDifference(facet, name, one.get(name, NOTHING), other.get(name, NOTHING))


def _compare_outcomes(
    was: Mapping[str, Any], comes: Mapping[str, Any], renamed: Mapping[str, str]
) -> Iterator[_FacetDifference]:
    kinds = [next(kind for kind in ("value", "raised", "endless") if kind in outcome) for outcome in (was, comes)]
    if "endless" in kinds:
        if kinds[0] != kinds[1]:
            yield _FacetDifference("endless", "", _ending_text(was), _ending_text(comes))
    elif kinds[0] != kinds[1]:
        yield _FacetDifference("raised", "ends", _ending_text(was), _ending_text(comes))
    elif kinds[0] == "value":
        yield from _compare_values("result", was["value"], comes["value"], renamed)
    else:
        yield from _compare_exceptions(was["raised"], comes["raised"], renamed)


def _compare_exceptions(
    was: Mapping[str, Any], comes: Mapping[str, Any], renamed: Mapping[str, str]
) -> Iterator[_FacetDifference]:
    before, after = was["class"], comes["class"]
    found = []
    if renamed.get(before, before) != after:
        found.append(_FacetDifference("raised", "class", before, after))
    if was["status"] != comes["status"]:
        found.append(_FacetDifference("raised", "status", was["status"], comes["status"]))
    for row in _compare_values("raised", was["body"], comes["body"], renamed):
        found.append(row._replace(part=f"body.{row.part}".rstrip(".")))
    if not found and was["text"] != comes["text"]:
        found.append(_FacetDifference("raised", "text", was["text"], comes["text"]))
    yield from found


def _compare_values(
    facet: Facet, was: FlatValue, comes: FlatValue, renamed: Mapping[str, str]
) -> Iterator[_FacetDifference]:
    """The outermost values that differ; the items of a list share one path."""
    told: set[str] = set()
    hidden: set[str] = set()
    for path in {**was, **comes} if was != comes else ():
        before, after = was.get(path), comes.get(path)
        parent = _parent_path(path)
        if parent in hidden:
            hidden.add(path)
        elif before is None or after is None or renamed.get(before, before) != after:
            hidden.add(path)
            part = _NUMBERS.sub("[]", path)
            if part not in told:
                told.add(part)
                yield _FacetDifference(facet, part, before or NOTHING, after or NOTHING, _owning_field(path, was))


def _parent_path(path: str) -> str | None:
    if path == ROOT:
        return None
    step = _STEP.search(path)
    return ROOT if step is None else path[: step.start()]


def _owning_field(path: str, rows: FlatValue) -> str:
    """The dotted field of the model that contains a path; "" where no model does."""
    inner: str | None = path
    while inner is not None:
        outer = _parent_path(inner)
        model = "" if outer is None else rows.get(outer, "")
        if outer is not None and model and not model.startswith(_CONTAINERS):
            return f"{model}.{inner.removeprefix(outer).lstrip('.')}"
        inner = outer
    return ""


def compare_client_defaults(old: Mapping[str, str], new: Mapping[str, str]) -> OperationComparison:
    """The differences between the defaults of both releases' clients."""
    found = tuple(
        Difference(
            operation=PACKAGE,
            facet="client",
            part=name,
            before=old.get(name, NOTHING),
            after=new.get(name, NOTHING),
            twins=TWINS,
            call="",
            response="",
        )
        for name in {**old, **new}
        if old.get(name) != new.get(name)
    )
    return OperationComparison(1, found)
