"""Something of an operation could not be learnt by probing.

Why it matters
    What is not known is not checked: a gap is told, so that it cannot pass for a success.

Conforming
    every argument is seen on the wire

Violating
    an argument that is never sent
"""

from __future__ import annotations

from collections.abc import Iterator

from conformance.checks.check import DeclaredOperation, Fact, check
from conformance.finding import Severity, Source


@check(
    family="contract",
    judges="operation",
    severity=Severity.MINOR,
    sources=(Source.SDK, Source.STANDARD),
    needs="an operation",
)
def operation_not_learned(sides: DeclaredOperation) -> Iterator[Fact]:
    for twin, operation in sides.actual.items():
        for gap in operation.gaps:
            yield Fact(f"{twin}: {gap}", gap.split("`")[1] if "`" in gap else "")
