"""A call makes a different number of requests than the contract states.

Why it matters
    Unexpected retries repeat writes and multiply load; missing retries lose calls.

Conforming
    503 with two default retries -> three requests

Violating
    503 with two default retries -> one request
"""

from __future__ import annotations

from conformance.checks.prelude import Exchange, Fact, Facts, Severity, Source, check, received_error


@check(
    family="error",
    judges=Exchange,
    severity=Severity.MAJOR,
    sources=(Source.SDK, Source.APPROVED),
    needs="an error response",
    applies=received_error,
)
def attempts_differ(exchange: Exchange) -> Facts:
    status = exchange.scripted.status
    expected, actual = exchange.expectation.attempts.get(status, 1), len(exchange.requests)
    if actual != expected:
        message = f"status {status}: {actual} requests, expected {expected}"
        yield Fact(message=message, part=str(status), exchange=exchange)
