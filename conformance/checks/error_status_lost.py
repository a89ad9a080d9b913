"""The exception does not carry the status of the answer.

Why it matters
    Callers decide by the status whether to retry, to create, or to give up.

Conforming
    409 -> `error.status_code == 409`

Violating
    409 -> `error.status_code is None`
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
    applies=lambda exchange: (
        exchange.scripted.kind == "error" and exchange.raised is not None and exchange.raised.has_status
    ),
)
def error_status_lost(exchange: Exchange) -> Iterator[Fact]:
    if exchange.raised is not None and exchange.raised.status != exchange.scripted.status:
        yield Fact(
            f"status {exchange.scripted.status}: `status_code` is {exchange.raised.status!r}",
            str(exchange.scripted.status),
            exchange,
        )
