"""The SDK declares a different exception class for a status than the approved contract.

Why it matters
    Callers write their `except` clauses for the declared classes.

Conforming
    404 -> NotFoundError, as approved

Violating
    404 -> ApiError
"""

from __future__ import annotations

from conformance.checks.prelude import ApprovedOperation, DeclaredOperation, Fact, Facts, Severity, Source, check


@check(
    family="contract",
    judges=DeclaredOperation,
    select=ApprovedOperation.of,
    severity=Severity.MAJOR,
    sources=(Source.SDK, Source.APPROVED),
    needs="an approved contract",
)
def declared_error_changed(operation: ApprovedOperation) -> Facts:
    for twin, actual, approved in operation.pairs:
        if not actual.method:  # `operation_not_learned` reports that nothing is known
            continue
        for status in sorted({*actual.errors, *approved.errors}):
            new, old = actual.errors.get(status), approved.errors.get(status)
            if new != old:
                text = f"{new.error if new else 'the base class'}, approved {old.error if old else 'the base class'}"
                yield Fact(message=f"{twin}: status {status} raises {text}", part=str(status))
