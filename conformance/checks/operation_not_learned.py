"""Probing did not reveal everything about an operation.

Why it matters
    The checks cannot test unknown behaviour. The gap is reported so that it does not look like a success.

Conforming
    every argument appears in a request

Violating
    an argument that is never sent
"""

from __future__ import annotations

from conformance.checks.prelude import DeclaredOperation, Fact, Facts, Severity, Source, check


@check(
    family="contract",
    judges=DeclaredOperation,
    severity=Severity.MINOR,
    sources=(Source.SDK, Source.STANDARD),
    needs="an operation",
)
def operation_not_learned(declared: DeclaredOperation) -> Facts:
    for twin, operation in declared.actual.items():
        for gap in operation.gaps:
            yield Fact(message=f"{twin}: {gap}", part=gap.split("`")[1] if "`" in gap else "")
