"""A call does not make the request that it made when a real server answered it.

Why it matters
    What the server understood then, it may not understand now; and the recorded answer is none to another request.

Conforming
    `books.list(page=2)` sends `GET /api/books/?page=2`, as it was recorded

Violating
    `books.list(page=2)` sends `GET /api/books/?p=2`, and `?page=2` was recorded
"""

from __future__ import annotations

from collections.abc import Iterator

from conformance.checks.check import Fact, check
from conformance.exchange.model import Exchange
from conformance.finding import Severity, Source


@check(
    family="live",
    judges="exchange",
    severity=Severity.MAJOR,
    sources=(Source.SDK, Source.CASSETTE),
    needs="a recorded call",
    applies=lambda exchange: exchange.replayed is not None and exchange.replayed.must_match,
)
def recorded_request_differs(exchange: Exchange) -> Iterator[Fact]:
    if exchange.replayed is None:
        return
    when = f"by SDK {exchange.replayed.sdk} on {exchange.replayed.date}"
    for miss in exchange.replayed.mismatches:
        where = f"request {miss.step + 1}, {miss.location}" if miss.step else miss.location
        yield Fact(f"{where}: {miss.text} (nearest recording: {miss.nearest}, {when})", miss.location, exchange)
