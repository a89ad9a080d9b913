"""The request has a different HTTP method than the contract states.

Why it matters
    PUT instead of PATCH replaces what should be kept; a different method usually reaches a different operation.

Conforming
    `tasks.update(id=1)` -> `PATCH`

Violating
    `tasks.update(id=1)` -> `PUT`
"""

from __future__ import annotations

from conformance.checks.prelude import Exchange, Fact, Facts, Severity, Source, check


@check(
    family="request",
    judges=Exchange,
    severity=Severity.CRITICAL,
    sources=(Source.SDK, Source.APPROVED),
    needs="a request",
    applies=lambda exchange: exchange.first_request is not None,
)
def method_differs(exchange: Exchange) -> Facts:
    expected = exchange.expectation.operation.method
    if not expected:  # `operation_not_learned` reports that nothing is known
        return
    for request in exchange.requests:
        if request.method != expected:
            yield Fact(message=f"sent {request.method}, expected {expected}", exchange=exchange)
            return
