"""The credentials are missing from a request, or are not the ones that the client was given.

Why it matters
    Requests fail with 401 far from the cause, or act as somebody else.

Conforming
    `authorization: Token <key>` on every attempt

Violating
    a retried request without `authorization`
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
    needs="a request",
    applies=lambda exchange: exchange.first_request is not None,
)
def authentication_wrong(exchange: Exchange) -> Iterator[Fact]:
    expected = exchange.expectation.headers.get("authorization")
    for number, request in enumerate(exchange.requests):
        if expected is not None and request.header("authorization") != expected:
            got = "none" if request.header("authorization") is None else "another value"
            yield Fact(f"request {number + 1}: the authorization header has {got}", exchange=exchange)
            return
