"""An operation no longer accepts a parameter of the approved contract.

Why it matters
    A call with the parameter raises TypeError.

Conforming
    `tasks.list(page=1)` is accepted

Violating
    `tasks.list(page=1)` -> TypeError
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
def parameter_missing(operation: ApprovedOperation) -> Facts:
    for twin, actual, approved in operation.pairs:
        accepted = {parameter.name for parameter in actual.accepted}
        for parameter in approved.accepted:
            if parameter.name not in accepted:
                yield Fact(message=f"{twin}: `{parameter.name}` is not accepted", part=parameter.name)
