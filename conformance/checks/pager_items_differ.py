"""A pager yields fewer or more items than its pages contain.

Why it matters
    Callers who iterate expect every item exactly once.

Conforming
    pages `[1, 2]`, `[3]`, `[]` -> `1, 2, 3`

Violating
    pages `[1, 2]`, `[3]`, `[]` -> `1, 2`
"""

from __future__ import annotations

from conformance.checks.prelude import Exchange, Fact, Facts, Severity, Source, check


@check(
    family="response",
    judges=Exchange,
    severity=Severity.CRITICAL,
    sources=(Source.SDK, Source.STANDARD),
    needs="a pager",
    applies=lambda exchange: exchange.succeeded and exchange.expectation.operation.shape == "pager",
    relevant=lambda operation: operation.shape == "pager",
)
def pager_items_differ(exchange: Exchange) -> Facts:
    pages = exchange.scripted.payloads
    items = [item for page in pages for item in page[exchange.expectation.operation.items]]
    if not isinstance(exchange.value, list) or len(exchange.value) != len(items):
        actual = len(exchange.value) if isinstance(exchange.value, list) else repr(exchange.value)
        message = f"{len(pages)} pages contain {len(items)} items, the pager yielded {actual}"
        yield Fact(message=message, exchange=exchange)
