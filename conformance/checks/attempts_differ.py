"""The number of requests that one call makes is not the promised one.

Why it matters
    Retries that nobody asked for repeat writes and multiply load; retries that were promised and are gone lose
    calls.

Conforming
    503 with two default retries -> three requests

Violating
    503 with two default retries -> one request
"""

from __future__ import annotations

from collections.abc import Iterator

from conformance.checks.check import Fact, check
from conformance.exchange.model import Exchange
from conformance.finding import Severity, Source


@check(
    family="error",
    judges="exchange",
    severity=Severity.MAJOR,
    sources=(Source.SDK, Source.APPROVED),
    needs="an error answer",
    applies=lambda exchange: exchange.scripted.kind == "error" and exchange.first_request is not None,
)
def attempts_differ(exchange: Exchange) -> Iterator[Fact]:
    promised = exchange.expectation.attempts.get(exchange.scripted.status, 1)
    if len(exchange.requests) != promised:
        status = exchange.scripted.status
        yield Fact(
            f"status {status}: {len(exchange.requests)} requests are made, {promised} promised", str(status), exchange
        )
