"""The request has a different method, path or content type than the OpenAPI document states.

Why it matters
    A server that follows the document responds with 404, 405, 415 or a redirect.

Conforming
    `tasks.list` sends `GET /api/tasks/`, as the document states

Violating
    `tasks.list` sends `GET /api/tasks`, the document states `GET /api/tasks/`
"""

from __future__ import annotations

from collections.abc import Iterator

from conformance.checks.prelude import DeclaredOperation, DescribedOperation, Fact, Facts, Severity, Source, check
from conformance.contract.document import SpecOperation
from conformance.contract.model import Operation
from conformance.contract.url_shape import path_shape


@check(
    family="spec",
    judges=DeclaredOperation,
    select=DescribedOperation.of,
    severity=Severity.MAJOR,
    sources=(Source.SDK, Source.SPEC),
    needs="an operation of the document",
)
def spec_request_differs(described: DescribedOperation) -> Facts:
    for twin, operation in described.actual.items():
        for part, sent, expected in _differences(operation, described.spec):
            yield Fact(message=f"{twin}: sends {sent}, the document states {expected}", part=part)


def _differences(operation: Operation, spec: SpecOperation) -> Iterator[tuple[str, str, str]]:
    """(part, what the SDK sends, what the document states)."""
    if not operation.method:  # `operation_not_learned` reports that nothing is known
        return
    if operation.method.upper() != spec.method:
        yield "method", operation.method, spec.method
    if path_shape(operation.url) != path_shape(spec.path):
        yield "path", operation.url, spec.path
    sent, allowed = operation.content_type, spec.body_content_types
    if sent is not None and allowed and sent not in {name.partition(";")[0].strip().lower() for name in allowed}:
        yield "content_type", sent, " or ".join(allowed)
