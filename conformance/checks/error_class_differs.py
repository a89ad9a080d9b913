"""A status raises another exception class than declared.

Why it matters
    `except NotFoundError` no longer catches what it was written for.

Conforming
    404 declared as NotFoundError raises NotFoundError

Violating
    404 declared as NotFoundError raises ApiError
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
    sources=(Source.SDK, Source.APPROVED),
    needs="an error answer",
    applies=lambda exchange: (
        exchange.scripted.kind == "error"
        and exchange.first_request is not None
        and exchange.raised is not None
        and exchange.raised.expected
    ),
)
def error_class_differs(exchange: Exchange) -> Iterator[Fact]:
    declared = exchange.expectation.operation.errors.get(exchange.scripted.status)
    expected = declared.error if declared else exchange.expectation.error_base
    if exchange.raised is not None and exchange.raised.name != expected and exchange.scripted.label.count("_") == 1:
        yield Fact(
            f"status {exchange.scripted.status} raises {exchange.raised.name}, declared {expected}",
            str(exchange.scripted.status),
            exchange,
        )
