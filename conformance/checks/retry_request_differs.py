"""A retried request is not the one that failed.

Why it matters
    The second attempt is what the server carries out: a body or a header that is gone, or new, changes what was
    asked for.

Conforming
    three requests with the same bytes

Violating
    the second request has another body
"""

from __future__ import annotations

from collections.abc import Iterator

from conformance.checks.check import Fact, check
from conformance.exchange.model import Exchange
from conformance.exchange.rendering import request_text, same_request, shorten
from conformance.finding import Severity, Source


@check(
    family="error",
    judges="exchange",
    severity=Severity.MAJOR,
    sources=(Source.SDK, Source.STANDARD),
    needs="a call that is retried",
    applies=lambda exchange: exchange.scripted.kind == "error" and len(exchange.requests) > 1,
)
def retry_request_differs(exchange: Exchange) -> Iterator[Fact]:
    first, left_out = exchange.requests[0], exchange.expectation.machine_headers
    for number, request in enumerate(exchange.requests[1:], 2):
        if not same_request(first, request, left_out):
            this, that = (shorten(request_text(made, left_out)) for made in (request, first))
            text = f"request {number}: {this} request 1: {that}"
            yield Fact(text, exchange=exchange)
            return
