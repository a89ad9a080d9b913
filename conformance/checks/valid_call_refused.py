"""The SDK raises for valid arguments before anything is sent.

Why it matters
    A call that the signature allows cannot be made at all.

Conforming
    `tasks.create(data={...})` sends a request

Violating
    `tasks.create(data={...})` raises TypeError
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
    needs="a call",
    applies=lambda exchange: exchange.call.origin != "invalid",
)
def valid_call_refused(exchange: Exchange) -> Iterator[Fact]:
    # an empty path value may be refused: there is no resource that it could name
    allowed = exchange.call.origin == "path" and "" in exchange.call.arguments.values()
    if exchange.first_request is None and exchange.raised is not None and not exchange.escaped and not allowed:
        yield Fact(f"nothing is sent: {exchange.raised.text}", exchange.call.origin, exchange)
