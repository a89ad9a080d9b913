"""The request for the next page is not the first one with the next page's number.

Why it matters
    A filter that is lost on the second page mixes foreign items into the result.

Conforming
    `?project=1&page=1`, then `?project=1&page=2`

Violating
    `?project=1&page=1`, then `?page=2`
"""

from __future__ import annotations

from collections.abc import Iterator

from conformance.checks.check import Fact, check
from conformance.exchange.model import Exchange
from conformance.finding import Severity, Source


@check(
    family="response",
    judges="exchange",
    severity=Severity.MAJOR,
    sources=(Source.SDK, Source.STANDARD),
    needs="a pager",
    applies=lambda exchange: (
        exchange.expectation.operation.shape == "pager" and len(exchange.requests) > 1 and exchange.scripted.conforming
    ),
    relevant=lambda operation: operation.shape == "pager",
)
def pager_request_wrong(exchange: Exchange) -> Iterator[Fact]:
    first = exchange.requests[0]
    page = next(
        (
            p.wire_name
            for p in exchange.expectation.operation.parameters
            if p.sent_default is not None and p.name == "page"
        ),
        "page",
    )
    start = next((int(value) for name, value in first.query if name == page and value.lstrip("-").isdigit()), 1)
    for number, request in enumerate(exchange.requests[1:], 1):
        expected = [(name, str(start + number) if name == page else value) for name, value in first.query]
        if request.path != first.path or sorted(request.query) != sorted(expected):
            yield Fact(f"request {number + 1} asks for {request.url}, the first for {first.url}", exchange=exchange)
            return
