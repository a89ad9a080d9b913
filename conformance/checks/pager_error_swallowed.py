"""An error on a later page ends the iteration as if there were no more items.

Why it matters
    A loop over the pager believes to have seen everything; what is on the pages after the failure is missing from
    its result.

Conforming
    a page, then 500 -> ApiError in the loop

Violating
    a page, then 500 -> the items of the first page, and nothing else
"""

from __future__ import annotations

from collections.abc import Iterator

from conformance.checks.check import Fact, check
from conformance.exchange.model import Exchange
from conformance.finding import Severity, Source
from conformance.generate.responses import LATE_ERROR, LATE_STATUS


@check(
    family="response",
    judges="exchange",
    severity=Severity.MAJOR,
    sources=(Source.SDK, Source.STANDARD),
    needs="a pager",
    relevant=lambda operation: operation.shape == "pager",
    applies=lambda exchange: exchange.scripted.label == LATE_ERROR and exchange.first_request is not None,
)
def pager_error_swallowed(exchange: Exchange) -> Iterator[Fact]:
    if exchange.raised is None and len(exchange.requests) > 1:
        got = len(exchange.value) if isinstance(exchange.value, list) else 0
        yield Fact(f"page 2 answers {LATE_STATUS}: {got} items came back and nothing was raised", exchange=exchange)
