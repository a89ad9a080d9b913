"""An error status, or a redirect that is not followed, comes back as a result.

Why it matters
    The caller goes on as if the operation had succeeded.

Conforming
    503 -> ApiError

Violating
    503 -> None
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
    sources=(Source.SDK, Source.STANDARD),
    needs="an error answer",
    applies=lambda exchange: exchange.scripted.kind == "error" and exchange.first_request is not None,
)
def error_not_raised(exchange: Exchange) -> Iterator[Fact]:
    if exchange.raised is None and not exchange.endless:
        yield Fact(
            f"status {exchange.scripted.status} returned {type(exchange.value).__name__}",
            str(exchange.scripted.status),
            exchange,
        )
