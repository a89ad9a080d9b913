"""A pager goes on asking after a page without items.

Why it matters
    A loop over it never ends, and the server is asked for ever.

Conforming
    an empty page ends the iteration

Violating
    an empty page is followed by a request for the next one
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
    applies=lambda exchange: exchange.expectation.operation.shape == "pager" and exchange.first_request is not None,
    relevant=lambda operation: operation.shape == "pager",
)
def pager_never_ends(exchange: Exchange) -> Iterator[Fact]:
    if exchange.endless:
        yield Fact(f"still asking after {len(exchange.requests)} requests", exchange=exchange)
