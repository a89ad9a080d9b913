"""The exception class of a status is not the approved one.

Why it matters
    `except` clauses are written from the declared classes.

Conforming
    404 -> NotFoundError, as approved

Violating
    404 -> ApiError
"""

from __future__ import annotations

from collections.abc import Iterator

from conformance.checks.check import DeclaredOperation, Fact, check
from conformance.finding import Severity, Source


@check(
    family="contract",
    judges="operation",
    severity=Severity.MAJOR,
    sources=(Source.SDK, Source.APPROVED),
    needs="an approved contract",
    applies=lambda sides: sides.approved is not None,
)
def error_ladder_changed(sides: DeclaredOperation) -> Iterator[Fact]:
    for twin, actual, approved in sides.pairs():
        for status in sorted({*actual.errors, *approved.errors}):
            new, old = actual.errors.get(status), approved.errors.get(status)
            if new != old:
                text = f"{new.error if new else 'the base class'}, approved {old.error if old else 'the base class'}"
                yield Fact(f"{twin}: status {status} raises {text}", str(status))
