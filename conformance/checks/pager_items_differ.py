"""A pager gives fewer or more items than its pages hold.

Why it matters
    Whoever iterates believes to have seen everything once.

Conforming
    pages `[1, 2]`, `[3]`, `[]` -> `1, 2, 3`

Violating
    pages `[1, 2]`, `[3]`, `[]` -> `1, 2`
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
    applies=lambda exchange: exchange.succeeded and exchange.expectation.operation.shape == "pager",
    relevant=lambda operation: operation.shape == "pager",
)
def pager_items_differ(exchange: Exchange) -> Iterator[Fact]:
    items = [item for page in exchange.scripted.payloads for item in page[exchange.expectation.operation.items]]
    if not isinstance(exchange.value, list) or len(exchange.value) != len(items):
        got = len(exchange.value) if isinstance(exchange.value, list) else repr(exchange.value)
        yield Fact(
            f"{len(items)} items were sent on {len(exchange.scripted.payloads)} pages, {got} came back",
            exchange=exchange,
        )
