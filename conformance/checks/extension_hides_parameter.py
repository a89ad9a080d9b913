"""A hand-written method that replaces a generated one does not accept one of its parameters.

Why it matters
    The API, its documentation and the inherited docstring have the parameter, and a call with it raises TypeError.

Conforming
    `projects.get(id=1, members_limit=5)` is accepted

Violating
    `projects.get(id=1, members_limit=5)` -> TypeError
"""

from __future__ import annotations

from conformance.checks.prelude import DeclaredOperation, Fact, Facts, Severity, Source, check


@check(
    family="contract",
    judges=DeclaredOperation,
    severity=Severity.MINOR,
    sources=(Source.SDK, Source.TWIN),
    needs="a hand-written extension",
    applies=lambda declared: any(operation.extension for operation in declared.actual.values()),
    relevant=lambda operation: bool(operation.extension),
)
def extension_hides_parameter(declared: DeclaredOperation) -> Facts:
    for twin, operation in declared.actual.items():
        for parameter in operation.parameters:
            if parameter.hidden:
                message = f"{twin}: the generated method takes `{parameter.name}`, the public one does not"
                yield Fact(message=message, part=parameter.name)
