"""A request goes to another server than the one that the client was given.

Why it matters
    Data and credentials of a self-hosted installation must not leave it.

Conforming
    `base_url="http://sdk.test"` -> `http://sdk.test/...`

Violating
    `base_url="http://sdk.test"` -> `https://app.example.com/...`
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
    sources=(Source.SDK, Source.STANDARD),
    needs="a call",
)
def request_sent_elsewhere(exchange: Exchange) -> Iterator[Fact]:
    if exchange.escaped:
        yield Fact(f"a request goes to {exchange.escaped}", exchange=exchange)
