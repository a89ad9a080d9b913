"""A retried request differs from the request that failed.

Why it matters
    The server carries out the second attempt: a body or header that is missing or new changes what the caller
    requested.

Conforming
    three requests with the same bytes

Violating
    the second request has a different body, or another `Idempotency-Key`: the server carries out both
"""

from __future__ import annotations

from conformance.checks.prelude import Exchange, Facts, Severity, Source, check, request_fact
from conformance.exchange.rendering import same_request
from conformance.targets.target import RANDOM_HEADERS


@check(
    family="error",
    judges=Exchange,
    severity=Severity.CRITICAL,
    sources=(Source.SDK, Source.STANDARD),
    needs="a call that is retried",
    applies=lambda exchange: exchange.scripted.kind == "error" and len(exchange.requests) > 1,
)
def retry_request_differs(exchange: Exchange) -> Facts:
    first, ignored = exchange.requests[0], exchange.expectation.machine_headers - RANDOM_HEADERS  # one key for all
    for number, request in enumerate(exchange.requests[1:], 2):
        if not same_request(first, request, ignored):
            yield request_fact(("request 1", f"request {number}"), first, request, exchange=exchange)
            return
