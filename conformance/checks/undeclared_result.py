"""An operation that declares no result returns one.

Why it matters
    Callers come to depend on a result that is not declared.

Conforming
    `-> None` returns None

Violating
    `-> None` returns a dict
"""

from __future__ import annotations

from conformance.checks.prelude import Exchange, Fact, Facts, Severity, Source, check


@check(
    family="response",
    judges=Exchange,
    severity=Severity.MINOR,
    sources=(Source.SDK, Source.STANDARD),
    needs="an operation without a result",
    applies=lambda exchange: exchange.succeeded and exchange.expectation.operation.shape == "nothing",
    relevant=lambda operation: operation.shape == "nothing",
)
def undeclared_result(exchange: Exchange) -> Facts:
    if exchange.value is not None:
        yield Fact(message=f"returned {type(exchange.value).__name__}", exchange=exchange)
