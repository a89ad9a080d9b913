"""The content type of the request is not the promised one.

Why it matters
    A server chooses its parser by the content type: a JSON body under another type is an empty body.

Conforming
    `content-type: application/json`

Violating
    `content-type: text/plain`
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
    needs="a request with a body",
    applies=lambda exchange: exchange.first_request is not None and bool(exchange.first_request.content),
    relevant=lambda operation: operation.body != "none",
)
def content_type_differs(exchange: Exchange) -> Iterator[Fact]:
    promised = exchange.expectation.operation.content_type
    if exchange.first_request is not None and exchange.first_request.content_type != promised:
        yield Fact(f"{exchange.first_request.content_type} is sent, {promised} promised", exchange=exchange)
