"""The SDK and the OpenAPI document do not have the same fields in what comes back.

Why it matters
    A field that only the document has is out of reach of typed code; one that only the SDK requires may never come.

Conforming
    the document's `Project` has `id` and `title`, and so has the SDK's model

Violating
    the document's `Project` has `pinned_at`, and the SDK's model has not
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from conformance.checks.check import DeclaredOperation, Fact, answers_with_data, answers_with_model, check
from conformance.contract.document import Document, Schema
from conformance.contract.model import Model
from conformance.contract.types import Type
from conformance.finding import Severity, Source


def _success(sides: DeclaredOperation) -> Schema | None:
    """The JSON of the document's first successful response that has any."""
    responses = {} if sides.spec is None else sides.spec.responses
    return next((schema for status, schema in sorted(responses.items()) if status[:1] == "2" and schema), None)


@check(
    family="spec",
    judges="operation",
    severity=Severity.MINOR,
    sources=(Source.SDK, Source.SPEC),
    needs="a response with JSON in the document",
    applies=lambda sides: sides.document is not None and _success(sides) is not None,
    relevant=answers_with_model,
)
def spec_response_differs(sides: DeclaredOperation) -> Iterator[Fact]:
    schema = _success(sides)
    for twin, operation in sides.actual.items():
        declared = operation.page if operation.shape == "pager" else operation.response
        if schema is not None and sides.document is not None and declared is not None and answers_with_data(operation):
            for place, text in _differing(declared, schema, sides.document, sides.models, ()):
                yield Fact(f"{twin}: {place}: {text}", place)


def _differing(
    declared: Type, schema: Schema, document: Document, models: Mapping[str, Model], inside: tuple[str, ...]
) -> Iterator[tuple[str, str]]:
    """Places and what is told of them, down to models that hold themselves. Alternatives are not compared."""
    others = [member for member in declared.members if member.kind != "null"]
    whole = document.resolved(schema)
    if len(others) != 1 or not whole.keys().isdisjoint({"oneOf", "anyOf"}):
        return
    (only,) = others
    if only.kind == "list" and isinstance(whole.get("items"), dict):
        for place, text in _differing(only.args[0], whole["items"], document, models, inside):
            yield f"[].{place}", text
    elif only.kind == "model" and only.name in models and only.name not in inside:
        yield from _model(models[only.name], whole, document, models, (*inside, only.name))


def _model(
    model: Model, schema: Schema, document: Document, models: Mapping[str, Model], inside: tuple[str, ...]
) -> Iterator[tuple[str, str]]:
    properties = document.properties(schema)
    known = {field.wire_name: field for field in model.fields}
    for name, (inner, _) in properties.items():
        if name in known:
            for place, text in _differing(known[name].type, inner, document, models, inside):
                yield f"{name}.{place}", text
        elif not inner.get("writeOnly"):
            yield name, f"the document has it, and `{model.class_name}` has not"
    for name, field in known.items() if properties else ():
        if field.required and name not in properties:
            yield name, f"`{model.class_name}` requires it, and the document does not have it"
