"""An operation that declares no result returns one.

Why it matters
    Callers come to depend on what nobody promised.

Conforming
    `-> None` returns None

Violating
    `-> None` returns a dict
"""

from __future__ import annotations

from collections.abc import Iterator

from conformance.checks.check import Fact, check
from conformance.exchange.model import Exchange
from conformance.finding import Severity, Source


@check(
    family="response",
    judges="exchange",
    severity=Severity.MINOR,
    sources=(Source.SDK, Source.STANDARD),
    needs="an operation without a result",
    applies=lambda exchange: exchange.succeeded and exchange.expectation.operation.shape == "nothing",
    relevant=lambda operation: operation.shape == "nothing",
)
def undeclared_result(exchange: Exchange) -> Iterator[Fact]:
    if exchange.value is not None:
        yield Fact(f"returned {type(exchange.value).__name__}", exchange=exchange)
