"""The method sends an argument under a name that the OpenAPI document does not have.

Why it matters
    A server that follows the document ignores it: a filter does not filter, a field keeps its old value, and nobody is
    told.

Conforming
    argument `page` is sent as query `page` of the document

Violating
    argument `page` is sent as query `pg`, which the document does not have
"""

from __future__ import annotations

from collections.abc import Iterator

from conformance.checks.check import DeclaredOperation, Fact, check
from conformance.finding import Severity, Source


@check(
    family="spec",
    judges="operation",
    severity=Severity.MAJOR,
    sources=(Source.SDK, Source.SPEC),
    needs="a description in the document",
    applies=lambda sides: sides.spec is not None,
)
def spec_parameter_unknown(sides: DeclaredOperation) -> Iterator[Fact]:
    for twin, operation in sides.actual.items() if sides.spec else ():
        for (where, name), parameter in sides.given(operation).items():
            known = sides.spec is None or (where, name) in sides.spec.arguments
            if not known and not (where == "body" and _open(sides)):
                yield Fact(f"{twin}: `{parameter.name}` is sent as {where} `{name}`, unknown to the document", name)


def _open(sides: DeclaredOperation) -> bool:
    """The document has a body and does not list all of its fields."""
    if sides.spec is None or not sides.spec.body_content_types:
        return False
    return not sides.spec.body_fields or bool((sides.spec.body_schema or {}).get("additionalProperties"))
