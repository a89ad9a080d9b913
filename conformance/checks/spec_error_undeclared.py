"""The SDK has error classes for an operation, but none for an error status that the OpenAPI document lists.

Why it matters
    A caller who catches the declared classes, as the other statuses suggest, does not catch this one.

Conforming
    the document has 400 and 404, the SDK raises BadRequestError and NotFoundError

Violating
    the document has 400 and 404, the SDK raises NotFoundError and, for 400, the base class
"""

from __future__ import annotations

from conformance.checks.prelude import DeclaredOperation, DescribedOperation, Fact, Facts, Severity, Source, check


@check(
    family="spec",
    judges=DeclaredOperation,
    select=DescribedOperation.of,
    severity=Severity.NOTE,
    sources=(Source.SDK, Source.SPEC),
    needs="an operation with an error status in the document",
    applies=lambda described: any(status[:1] in "45" for status in described.spec.responses),
)
def spec_error_undeclared(described: DescribedOperation) -> Facts:
    errors = [status for status in described.spec.responses if status.isdigit() and status[0] in "45"]
    for twin, operation in described.actual.items():
        for status in errors if operation.errors else ():
            if int(status) not in operation.errors:
                declared = ", ".join(map(str, sorted(operation.errors)))
                message = f"{twin}: {status} is in the document; the SDK has classes for {declared} only"
                yield Fact(message=message, part=status)
