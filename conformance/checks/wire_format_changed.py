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
from conformance.contract.model import Twin
from conformance.exchange.differences import SideBySide, value_text

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
            yield _changed(twin, aspect, SideBySide(aspect, value_text(old), value_text(new)))
        for parameter in actual.parameters:
            then = approved.parameter(parameter.name)
            for aspect, new, old in attribute_changes(parameter, then, *PARAMETER_ASPECTS) if then else ():
                place = parameter.location if aspect == "wire_name" else f"{aspect} of {parameter.name}"
                yield _changed(twin, parameter.name, SideBySide(place, str(old), str(new)))


def _changed(twin: Twin, part: str, difference: SideBySide) -> Fact:
    message = f"{twin}: approved → sent: {difference.text}"
    return Fact(message=message, part=part, sides=("approved", "sent"), differences=(difference,))
