"""A field of a model is missing, new, or declared differently from the approved contract.

Why it matters
    Attributes that code reads no longer exist or have a different meaning; new required fields break every constructor
    call.

Conforming
    `Task.id: int` as approved

Violating
    `Task.id: str`
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
from conformance.contract.model import Model


@check(
    family="contract",
    judges=DeclaredOperation,
    select=ApprovedOperation.of,
    severity=Severity.MAJOR,
    sources=(Source.SDK, Source.APPROVED),
    needs="an approved contract",
)
def model_field_changed(operation: ApprovedOperation) -> Facts:
    for actual, approved in operation.shared_models():
        yield from _field_facts(actual, approved)


def _field_facts(actual: Model, approved: Model) -> Facts:
    now, then = ({field.name: field for field in model.fields} for model in (actual, approved))
    for name in sorted({*now, *then}):
        if name not in now:
            yield Fact(message=f"`{name}` no longer exists", part=name, subject=actual.name)
        elif name not in then:
            yield Fact(message=f"`{name}` was not approved", part=name, subject=actual.name)
        else:
            for aspect, new, old in attribute_changes(
                now[name], then[name], "wire_name", "type", "required", "default"
            ):
                message = f"{aspect} of `{name}` is {new}, approved {old}"
                yield Fact(message=message, part=name, subject=actual.name)
