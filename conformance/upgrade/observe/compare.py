"""Compares two releases' observations of one operation, exchange by exchange.

What follows from another difference is not reported: a request that was not sent has no outcome to compare, a field of
another class has no fields to compare, an exception of another class has another text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from conformance.change import Difference
from conformance.contract.model import TWINS, Twin
from conformance.finding import PACKAGE
from conformance.upgrade.observe.facets import (
    NOTHING,
    FacetDifference,
    compare_outcomes,
    compare_requests,
    one_sided_text,
    waits_text,
)
from conformance.upgrade.observe.observation import Observation
from conformance.upgrade.pair import OperationComparison

_REQUEST_FACETS: Final = frozenset({"method", "path", "query", "header", "body", "content_type", "timeout"})


@dataclass(slots=True, kw_only=True)
class _MergedDifference:
    """One difference, merged over the exchanges that show it; the first exchange is the smallest."""

    found: FacetDifference
    call: str
    response: str
    twins: set[Twin] = field(default_factory=set)
    tried: set[Twin] = field(default_factory=set)
    count: int = 0


def compare_observations(
    operation: str, old: Observation, new: Observation, renamed: Mapping[str, str] | None = None
) -> OperationComparison:
    """The differences between two observations. `renamed` gives the new names of renamed classes.

    Raises ValueError: the observations are not of the same exchanges.
    """
    comparer = _ExchangeComparer(old, new, renamed or {})
    merged: dict[tuple[str, ...], _MergedDifference] = {}
    if [exchange[:4] for exchange in old["exchanges"]] != [exchange[:4] for exchange in new["exchanges"]]:
        raise ValueError(f"{operation}: the two releases did not receive the same calls")
    tried: dict[tuple[int, int], set[Twin]] = {}
    for twin, _, call, response, *_rest in old["exchanges"]:
        tried.setdefault((call, response), set()).add(twin)
    for old_exchange, new_exchange in zip(old["exchanges"], new["exchanges"], strict=True):
        twin, _, call, response, requests, outcome = old_exchange
        label = old["responses"][response][0]
        for found in comparer.differences((requests, new_exchange[4]), (outcome, new_exchange[5]), response):
            key = (*found[:2], *(() if found.facet in _REQUEST_FACETS else (label, found.owner)))
            if key not in merged:
                merged[key] = _MergedDifference(found=found, call=old["calls"][call], response=label)
            merged[key].twins.add(twin)
            merged[key].tried |= tried[call, response]
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
        untried=tuple(twin for twin in TWINS if twin not in merged.tried),
    )


class _ExchangeComparer:
    """Compares the exchanges of two observations. Equal pairs are compared once."""

    def __init__(self, old: Observation, new: Observation, renamed: Mapping[str, str]) -> None:
        self.old, self.new, self.renamed = old, new, renamed
        self.cache: dict[tuple[int, ...], list[FacetDifference]] = {}

    def differences(self, requests: tuple[int, int], outcome: tuple[int, int], response: int) -> list[FacetDifference]:
        """The differences in one exchange."""
        key = (*requests, *outcome, response)
        return self._cached(key, lambda: self._compare(requests, outcome, response))

    def _compare(self, requests: tuple[int, int], outcome: tuple[int, int], response: int) -> list[FacetDifference]:
        old_requests, new_requests = self.old["requests"][requests[0]], self.new["requests"][requests[1]]
        old_outcome, new_outcome = self.old["outcomes"][outcome[0]], self.new["outcomes"][outcome[1]]
        if bool(old_requests) != bool(new_requests):
            before, after = (
                one_sided_text(*side) for side in ((old_requests, old_outcome), (new_requests, new_outcome))
            )
            return [FacetDifference("requests", "", before, after)]
        label, status = self.old["responses"][response]
        about = str(status) if status >= 400 else label
        differences = list(self._cached((-1, *requests), lambda: compare_requests(old_requests, new_requests)))
        if len(old_requests) != len(new_requests):
            differences.append(FacetDifference("attempts", about, str(len(old_requests)), str(len(new_requests))))
        elif old_outcome.get("waits") != new_outcome.get("waits"):
            differences.append(FacetDifference("waits", about, waits_text(old_outcome), waits_text(new_outcome)))
        if old_outcome.get("elsewhere") != new_outcome.get("elsewhere"):
            differences.append(
                FacetDifference(
                    "elsewhere", about, old_outcome.get("elsewhere", NOTHING), new_outcome.get("elsewhere", NOTHING)
                )
            )
        return [
            *differences,
            *self._cached((-2, *outcome), lambda: compare_outcomes(old_outcome, new_outcome, self.renamed)),
        ]

    def _cached(self, key: tuple[int, ...], make: Callable[[], Iterable[FacetDifference]]) -> list[FacetDifference]:
        if key not in self.cache:
            self.cache[key] = list(make())
        return self.cache[key]


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
