"""A field that is required to create a resource is not in the type of the created resource.

Why it matters
    The caller cannot read what it had to give; the type has lost it, or the server does not store it.

Conforming
    `templates.create(project_id=7)` returns a `Template` with `project_id`

Violating
    `templates.create(project_id=7)` returns a `Template` without `project_id`
"""

from __future__ import annotations

from conformance.checks.prelude import DeclaredOperation, Fact, Facts, Severity, Source, check
from conformance.contract.model import Operation

LEAST_SHARED = 3  # fields; a response that shares fewer is not the resource that was created
SHARE = 0.8  # of the fields of the request


@check(
    family="contract",
    judges=DeclaredOperation,
    severity=Severity.MINOR,
    sources=(Source.SDK, Source.STANDARD),
    needs="a POST that returns a model with the fields of its body",
    applies=lambda declared: any(_returns_its_fields(declared, operation) for operation in declared.actual.values()),
    relevant=lambda operation: operation.method == "POST" and operation.response.kind == "model",
)
def created_field_not_returned(declared: DeclaredOperation) -> Facts:
    missing = {
        parameter.name: operation.response.name
        for operation in declared.actual.values()
        if _returns_its_fields(declared, operation)
        for parameter in operation.accepted
        if parameter.location == "field" and parameter.required
        if parameter.wire_name not in _returned(declared, operation)
    }
    for name, model in sorted(missing.items()):
        yield Fact(message=f"`{name}` is required, and {model} does not have it.", part=name)


def _returned(declared: DeclaredOperation, operation: Operation) -> set[str]:
    model = declared.models.get(operation.response.name)
    return {field.wire_name for field in model.fields} if model else set()


def _returns_its_fields(declared: DeclaredOperation, operation: Operation) -> bool:
    fields = [parameter.wire_name for parameter in operation.accepted if parameter.location == "field"]
    shared = _returned(declared, operation).intersection(fields)
    is_post = operation.method == "POST" and operation.response.kind == "model"
    return is_post and len(shared) >= max(LEAST_SHARED, SHARE * len(fields))
