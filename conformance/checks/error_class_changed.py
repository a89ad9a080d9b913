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
        exchange.answer.kind == "error"
        and exchange.sent is not None
        and exchange.raised is not None
        and exchange.raised.expected
    ),
)
def error_class_changed(exchange: Exchange) -> Iterator[Fact]:
    declared = exchange.promise.operation.errors.get(exchange.answer.status)
    expected = declared.error if declared else exchange.promise.error_base
    if exchange.raised is not None and exchange.raised.name != expected and exchange.answer.label.count("_") == 1:
        yield Fact(
            f"status {exchange.answer.status} raises {exchange.raised.name}, declared {expected}",
            str(exchange.answer.status),
            exchange,
        )
