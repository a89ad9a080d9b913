"""The HTTP method is not the promised one.

Why it matters
    PUT where PATCH was promised replaces what was meant to be kept; another method usually meets another operation.

Conforming
    `tasks.update(id=1)` -> `PATCH`

Violating
    `tasks.update(id=1)` -> `PUT`
"""

from __future__ import annotations

from collections.abc import Iterator

from conformance.checks.check import Fact, check
from conformance.exchange.model import Exchange
from conformance.finding import Severity, Source


@check(
    family="request",
    judges="exchange",
    severity=Severity.MAJOR,
    sources=(Source.SDK, Source.APPROVED),
    needs="a request",
    applies=lambda exchange: exchange.first_request is not None,
)
def method_differs(exchange: Exchange) -> Iterator[Fact]:
    promised = exchange.expectation.operation.method
    for request in exchange.requests:
        if request.method != promised:
            yield Fact(f"{request.method} is sent, {promised} promised", exchange=exchange)
            return
