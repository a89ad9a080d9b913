"""Verb, path or content type are not those of the OpenAPI document.

Why it matters
    A server that follows the document answers 404, 405 or 415, or with a redirect.

Conforming
    `tasks.list` sends `GET /api/tasks/`, as the document says

Violating
    `tasks.list` sends `GET /api/tasks`, the document says `GET /api/tasks/`
"""

from __future__ import annotations

from collections.abc import Iterator

from conformance.checks.check import DeclaredOperation, Fact, check
from conformance.contract.model import Operation
from conformance.contract.openapi import path_shape
from conformance.finding import Severity, Source


@check(
    family="spec",
    judges="operation",
    severity=Severity.MAJOR,
    sources=(Source.SDK, Source.SPEC),
    needs="a description in the document",
    applies=lambda sides: sides.spec is not None,
)
def spec_wire_differs(sides: DeclaredOperation) -> Iterator[Fact]:
    for twin, operation in sides.actual.items():
        for part, sent, described in _wire(sides, operation):
            yield Fact(f"{twin}: sends {sent}, the document says {described}", part)


def _wire(sides: DeclaredOperation, operation: Operation) -> Iterator[tuple[str, str, str]]:
    """(part, what is sent, what the document says) for what differs."""
    spec = sides.spec
    if spec is None or not operation.method:  # nothing was learnt: that has a check of its own
        return
    if operation.method.upper() != spec.method:
        yield "method", operation.method, spec.method
    if path_shape(operation.url) != path_shape(spec.path):
        yield "path", operation.url, spec.path
    sent, allowed = operation.content_type, spec.body_content_types
    if sent is not None and allowed and sent not in {each.partition(";")[0].strip().lower() for each in allowed}:
        yield "content_type", sent, " or ".join(allowed)
