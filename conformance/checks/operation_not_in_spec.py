"""The SDK has an operation that the OpenAPI document does not describe.

Why it matters
    Only the SDK itself states what the operation does: a server that follows the document responds with 404.

Conforming
    `tasks.list` is `GET /api/tasks/` of the document

Violating
    `tasks.archive` sends `POST /api/tasks/archive`, which the document does not have
"""

from __future__ import annotations

from conformance.checks.prelude import Blame, DeclaredOperation, Fact, Facts, Severity, Source, check


@check(
    family="spec",
    judges=DeclaredOperation,
    severity=Severity.MINOR,
    blame=Blame.SPEC,
    sources=(Source.SDK, Source.SPEC),
    needs="an OpenAPI document",
    applies=lambda declared: declared.document is not None,
)
def operation_not_in_spec(declared: DeclaredOperation) -> Facts:
    if declared.spec is None:
        operation = next(iter(declared.actual.values()))
        yield Fact(message=f"the document does not describe `{operation.method} {operation.url}`")
