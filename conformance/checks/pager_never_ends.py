"""A pager continues to request pages after a page without items.

Why it matters
    A loop over it never ends, and the server receives requests without end.

Conforming
    an empty page ends the iteration

Violating
    after an empty page, the pager requests the next one
"""

from __future__ import annotations

from conformance.checks.prelude import Exchange, Fact, Facts, Severity, Source, check


@check(
    family="response",
    judges=Exchange,
    severity=Severity.MAJOR,
    sources=(Source.SDK, Source.STANDARD),
    needs="a pager",
    applies=lambda exchange: exchange.expectation.operation.shape == "pager" and exchange.first_request is not None,
    relevant=lambda operation: operation.shape == "pager",
)
def pager_never_ends(exchange: Exchange) -> Facts:
    if exchange.endless:
        yield Fact(message=f"the pager has not stopped after {len(exchange.requests)} requests", exchange=exchange)
