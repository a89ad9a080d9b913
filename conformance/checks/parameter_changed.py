"""A parameter is declared differently from the approved contract.

Why it matters
    A parameter that becomes required, moves, or gets another default or type breaks existing calls or changes what they
    mean.

Conforming
    `page: int | None = None` as approved

Violating
    `page: int` is required
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
def parameter_changed(operation: ApprovedOperation) -> Facts:
    for twin, actual, approved in operation.pairs:
        for parameter in actual.accepted:
            then = approved.parameter(parameter.name)
            if then is None or then.hidden:
                continue
            for aspect, new, old in attribute_changes(parameter, then, "required", "default", "position", "type"):
                message = f"{twin}: {aspect} of `{parameter.name}` is {new}, approved {old}"
                yield Fact(message=message, part=parameter.name)
