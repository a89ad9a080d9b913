"""A list that was read to its end has fewer or more items than the server counts.

Why it matters
    Items are lost or repeated between pages: callers who read the whole list do not get it right.

Conforming
    `{"count": 3}` on the first page, and three items on all pages together

Violating
    `{"count": 3}` on the first page, and two items on all pages together
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from conformance.checks.prelude import Blame, Exchange, Fact, Facts, ServerResponse, Severity, Source, check
from conformance.exchange.model import RoundTrip
from conformance.exchange.response_match import TOTALS, pages


@dataclass(frozen=True, slots=True, kw_only=True)
class _CountedList:
    """A list that was read from its first page to its end: the server's count, and the number of items on its pages."""

    exchange: Exchange
    count: int
    items: int


def _counted_list(exchange: Exchange) -> _CountedList | None:
    server = ServerResponse.of(exchange)
    if server is None or exchange.endless or server.operation.shape != "pager":
        return None
    read = list(pages(exchange))
    if exchange.call.arguments.get("page") not in {None, 1} or not read or not _is_complete(exchange, *read[-1]):
        return None
    count = _count([round_trip for round_trip, _ in read])
    return None if count is None else _CountedList(exchange=exchange, count=count, items=sum(len(i) for _, i in read))


def _is_complete(exchange: Exchange, last: RoundTrip, items: list[Any]) -> bool:
    """The last page is empty or names no next page, or the next page does not exist."""
    following = exchange.round_trips[-1]
    no_next = isinstance(last.payload, dict) and last.payload.get("next", "") is None
    return not items or no_next or (following is not last and following.response.status == 404)


def _count(responses: list[RoundTrip]) -> int | None:
    """The server's count. None unless every page has the same one: otherwise the list changed while it was read."""
    counts = {
        next((response.payload[name] for name in TOTALS if type(response.payload.get(name)) is int), None)
        for response in responses
        if isinstance(response.payload, dict)
    }
    return counts.pop() if len(counts) == 1 else None


@check(
    family="live",
    judges=Exchange,
    select=_counted_list,
    severity=Severity.CRITICAL,
    sources=(Source.STANDARD, Source.CASSETTE),
    needs="a list that the server counts, read from its first page to its end",
    relevant=lambda operation: operation.shape == "pager",
    blame=Blame.SERVER,
)
def list_incomplete(counted: _CountedList) -> Facts:
    if counted.count != counted.items:
        message = f"the server counts {counted.count} items, its pages have {counted.items}"
        yield Fact(message=message, exchange=counted.exchange)
