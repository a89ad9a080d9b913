"""Hand-written code that replaces a generated method does not accept one of its parameters.

Why it matters
    The API and its documentation offer the parameter, the inherited docstring names it, and the call raises
    TypeError.

Conforming
    `projects.get(id=1, members_limit=5)` is accepted

Violating
    `projects.get(id=1, members_limit=5)` -> TypeError
"""

from __future__ import annotations

from collections.abc import Iterator

from conformance.checks.check import DeclaredOperation, Fact, check
from conformance.finding import Severity, Source


@check(
    family="contract",
    judges="operation",
    severity=Severity.MINOR,
    sources=(Source.SDK, Source.TWIN),
    needs="a hand-written extension",
    applies=lambda sides: any(operation.extension for operation in sides.actual.values()),
    relevant=lambda operation: bool(operation.extension),
)
def extension_hides_parameter(sides: DeclaredOperation) -> Iterator[Fact]:
    for twin, operation in sides.actual.items():
        for parameter in operation.parameters:
            if parameter.hidden:
                yield Fact(
                    f"{twin}: the generated method takes `{parameter.name}`, the public one does not", parameter.name
                )
