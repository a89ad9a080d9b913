"""A list that was read to its end has fewer or more items than the server counts.

Why it matters
    Items are lost between pages: callers who go through a list do not see all of it.

Conforming
    `{"count": 3}` on the first page, and three items on all pages together

Violating
    `{"count": 3}` on the first page, and two items on all pages together
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from conformance.checks.check import Fact, check, from_a_server
from conformance.exchange.model import Exchange, RoundTrip
from conformance.exchange.response_match import TOTALS, pages
from conformance.finding import Blame, Severity, Source


def _count(exchange: Exchange) -> int | None:
    """How many items the server counts: the same on every page, otherwise the list changed while it was read."""
    counts = {
        next((answered.payload[name] for name in TOTALS if type(answered.payload.get(name)) is int), None)
        for answered, _ in pages(exchange)
        if isinstance(answered.payload, dict)
    }
    return counts.pop() if len(counts) == 1 else None


def _items(exchange: Exchange) -> int:
    return sum(len(items) for _, items in pages(exchange))


def _counted(exchange: Exchange) -> bool:
    if not from_a_server(exchange) or exchange.endless or exchange.expectation.operation.shape != "pager":
        return False
    read = list(pages(exchange))
    started = exchange.call.arguments.get("page") in {None, 1}
    return started and bool(read) and _ended(exchange, *read[-1]) and _count(exchange) is not None


def _ended(exchange: Exchange, last: RoundTrip, items: list[Any]) -> bool:
    """The last page that came is the last there is: empty, without a next one, or the next one is not there."""
    beyond = exchange.round_trips[-1]
    no_more = isinstance(last.payload, dict) and last.payload.get("next", "") is None
    return not items or no_more or (beyond is not last and beyond.response.status == 404)


@check(
    family="live",
    judges="exchange",
    severity=Severity.MAJOR,
    sources=(Source.STANDARD, Source.CASSETTE),
    needs="a list that the server counts, read from its first page to its end",
    applies=_counted,
    relevant=lambda operation: operation.shape == "pager",
    blame=Blame.SERVER,
)
def list_incomplete(exchange: Exchange) -> Iterator[Fact]:
    count, items = _count(exchange) or 0, _items(exchange)
    if count != items:
        yield Fact(f"the server counts {count}, and {items} came", "", exchange)
