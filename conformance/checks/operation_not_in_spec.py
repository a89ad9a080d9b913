"""The SDK has an operation that the OpenAPI document does not describe.

Why it matters
    Nothing but the SDK itself says what the operation does: a server that follows the document answers 404.

Conforming
    `tasks.list` is `GET /api/tasks/` of the document

Violating
    `tasks.archive` sends `POST /api/tasks/archive`, which the document does not have
"""

from __future__ import annotations

from collections.abc import Iterator

from conformance.checks.check import DeclaredOperation, Fact, check
from conformance.finding import Blame, Severity, Source


@check(
    family="spec",
    judges="operation",
    severity=Severity.MINOR,
    blame=Blame.SPEC,
    sources=(Source.SDK, Source.SPEC),
    needs="an OpenAPI document",
    applies=lambda sides: sides.document is not None,
)
def operation_not_in_spec(sides: DeclaredOperation) -> Iterator[Fact]:
    if sides.spec is None:
        operation = next(iter(sides.actual.values()))
        yield Fact(f"the document describes no `{operation.method} {operation.url}`")
