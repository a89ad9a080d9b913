"""An operation is sent differently from the approved contract.

Why it matters
    A different method, path, location or wire name is a different request to the server.

Conforming
    method, path and every wire name as approved

Violating
    `page` is sent as `p`
"""

from __future__ import annotations

from conformance.checks.prelude import (
    ApprovedOperation,
    DeclaredOperation,
    Fact,
    Facts,
    Severity,
    Source,
    attribute_changes,
    check,
)

OPERATION_ASPECTS = ("method", "url", "body", "content_type", "constants")
PARAMETER_ASPECTS = ("location", "wire_name", "on_none", "sent_default")


@check(
    family="contract",
    judges=DeclaredOperation,
    select=ApprovedOperation.of,
    severity=Severity.MAJOR,
    sources=(Source.SDK, Source.APPROVED),
    needs="an approved contract",
)
def wire_format_changed(operation: ApprovedOperation) -> Facts:
    for twin, actual, approved in operation.pairs:
        for aspect, new, old in attribute_changes(actual, approved, *OPERATION_ASPECTS):
            yield Fact(message=f"{twin}: {aspect} is {new!r}, approved {old!r}", part=aspect)
        for parameter in actual.parameters:
            then = approved.parameter(parameter.name)
            for aspect, new, old in attribute_changes(parameter, then, *PARAMETER_ASPECTS) if then else ():
                message = f"{twin}: {aspect} of `{parameter.name}` is {new!r}, approved {old!r}"
                yield Fact(message=message, part=parameter.name)
