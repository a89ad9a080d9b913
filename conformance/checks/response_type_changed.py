"""An operation declares a different result type than the approved contract.

Why it matters
    Code that was type-checked against the approved result reads attributes that may not exist.

Conforming
    `-> Task` as approved

Violating
    `-> dict`
"""

from __future__ import annotations

from conformance.checks.prelude import (
    ApprovedOperation,
    DeclaredOperation,
    Fact,
    Facts,
    Severity,
    Source,
    attribute_changes,
    check,
)


@check(
    family="contract",
    judges=DeclaredOperation,
    select=ApprovedOperation.of,
    severity=Severity.MAJOR,
    sources=(Source.SDK, Source.APPROVED),
    needs="an approved contract",
)
def response_type_changed(operation: ApprovedOperation) -> Facts:
    for twin, actual, approved in operation.pairs:
        for aspect, new, old in attribute_changes(
            actual, approved, "shape", "response", "page", "items", "response_format"
        ):
            yield Fact(message=f"{twin}: {aspect} is {new}, approved {old}", part=aspect)
