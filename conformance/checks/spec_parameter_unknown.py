"""The method sends an argument under a name that the OpenAPI document does not have.

Why it matters
    A server that follows the document ignores it: a filter does not filter, a field keeps its old value, and nothing
    reports an error.

Conforming
    argument `page` is sent as query `page` of the document

Violating
    argument `page` is sent as query `pg`, which the document does not have
"""

from __future__ import annotations

from conformance.checks.prelude import (
    DeclaredOperation,
    DescribedOperation,
    Fact,
    Facts,
    Severity,
    Source,
    check,
    wire_parameters,
)
from conformance.contract.document import SpecOperation


@check(
    family="spec",
    judges=DeclaredOperation,
    select=DescribedOperation.of,
    severity=Severity.MAJOR,
    sources=(Source.SDK, Source.SPEC),
    needs="an operation of the document",
)
def spec_parameter_unknown(described: DescribedOperation) -> Facts:
    for twin, operation in described.actual.items():
        for (location, name), parameter in wire_parameters(operation).items():
            known = (location, name) in described.spec.arguments
            if not known and not (location == "body" and _allows_other_fields(described.spec)):
                message = f"{twin}: `{parameter.name}` is sent as {location} `{name}`, unknown to the document"
                yield Fact(message=message, part=name)


def _allows_other_fields(spec: SpecOperation) -> bool:
    """The document has a body and does not list all of its fields."""
    if not spec.body_content_types:
        return False
    return not spec.body_fields or bool((spec.body_schema or {}).get("additionalProperties"))
