"""A request lacks the client's credentials, or carries different ones.

Why it matters
    Requests fail with 401 far from the cause, or act as another user.

Conforming
    `authorization: Token <key>` on every attempt

Violating
    a retried request without `authorization`
"""

from __future__ import annotations

from conformance.checks.prelude import Exchange, Fact, Facts, Severity, Source, check


@check(
    family="request",
    judges=Exchange,
    severity=Severity.MAJOR,
    sources=(Source.SDK, Source.STANDARD),
    needs="a request",
    applies=lambda exchange: exchange.first_request is not None,
)
def authentication_wrong(exchange: Exchange) -> Facts:
    expected = exchange.expectation.headers.get("authorization")
    for number, request in enumerate(exchange.requests, 1):
        if expected is not None and request.header("authorization") != expected:
            problem = "is missing" if request.header("authorization") is None else "has a different value"
            yield Fact(message=f"request {number}: the authorization header {problem}", exchange=exchange)
            return
