"""A header that tells the server which SDK is calling is missing or untrue.

Why it matters
    Servers and support tell releases apart by it; a release that claims to be another one is debugged as another
    one.

Conforming
    `x-fern-sdk-version: 2.0.7` from 2.0.7

Violating
    `x-fern-sdk-version: 1.0.0` from 2.0.5
"""

from __future__ import annotations

from collections.abc import Iterator

from conformance.checks.check import Fact, check
from conformance.exchange.model import Exchange
from conformance.finding import Severity, Source


@check(
    family="request",
    judges="exchange",
    severity=Severity.MINOR,
    sources=(Source.SDK, Source.STANDARD),
    needs="a request",
    applies=lambda exchange: exchange.first_request is not None,
)
def sdk_header_wrong(exchange: Exchange) -> Iterator[Fact]:
    for name, expected in exchange.expectation.headers.items():
        got = exchange.first_request.header(name) if exchange.first_request else None
        if name != "authorization" and got != expected:
            yield Fact(f"{name}: {got!r} is sent, expected {expected!r}", name, exchange)
