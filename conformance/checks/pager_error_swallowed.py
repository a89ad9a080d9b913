"""An error on a later page ends the iteration as if there were no more items.

Why it matters
    A loop over the pager appears to be complete, but the items of the pages after the error are missing.

Conforming
    a page, then 500 -> ApiError in the loop

Violating
    a page, then 500 -> the items of the first page, and no exception
"""

from __future__ import annotations

from conformance.checks.prelude import Exchange, Fact, Facts, Severity, Source, check
from conformance.generate.responses import LATE_ERROR, LATE_STATUS


@check(
    family="response",
    judges=Exchange,
    severity=Severity.CRITICAL,
    sources=(Source.SDK, Source.STANDARD),
    needs="a pager",
    relevant=lambda operation: operation.shape == "pager",
    applies=lambda exchange: exchange.scripted.label == LATE_ERROR and exchange.first_request is not None,
)
def pager_error_swallowed(exchange: Exchange) -> Facts:
    if exchange.raised is None and len(exchange.requests) > 1:
        count = len(exchange.value) if isinstance(exchange.value, list) else 0
        message = f"page 2 has status {LATE_STATUS}: the SDK returned {count} items and raised nothing"
        yield Fact(message=message, exchange=exchange)
