"""The OpenAPI document names an error status for which the SDK has no class, although it has some for the operation.

Why it matters
    A caller who goes by the classes, as the other statuses suggest, does not catch this one.

Conforming
    the document has 400 and 404, the SDK raises BadRequestError and NotFoundError

Violating
    the document has 400 and 404, the SDK raises NotFoundError and, for 400, the base class
"""

from __future__ import annotations

from collections.abc import Iterator

from conformance.checks.check import DeclaredOperation, Fact, check
from conformance.finding import Severity, Source


@check(
    family="spec",
    judges="operation",
    severity=Severity.NOTE,
    sources=(Source.SDK, Source.SPEC),
    needs="a description in the document with an error status",
    applies=lambda sides: sides.spec is not None and any(status[:1] in "45" for status in sides.spec.responses),
)
def spec_error_undeclared(sides: DeclaredOperation) -> Iterator[Fact]:
    for twin, operation in sides.actual.items() if sides.spec else ():
        for status in sides.spec.responses if sides.spec else ():
            error = status.isdigit() and status[0] in "45"
            if error and operation.errors and int(status) not in operation.errors:
                declared = ", ".join(map(str, sorted(operation.errors)))
                yield Fact(f"{twin}: {status} is in the document; the SDK has classes for {declared} only", status)
