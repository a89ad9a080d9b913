"""The SDK and the OpenAPI document declare different fields for a response.

Why it matters
    Typed code cannot reach a field that only the document has; a field that only the SDK requires may never come.

Conforming
    the document's `Project` has `id` and `title`, and so does the SDK's model

Violating
    the document's `Project` has `pinned_at`, and the SDK's model does not
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from conformance.checks.prelude import (
    DeclaredOperation,
    DescribedOperation,
    Fact,
    Facts,
    Severity,
    Source,
    check,
    returns_data,
    returns_model,
)
from conformance.contract.document import Document
from conformance.contract.model import Model
from conformance.contract.references import Schema
from conformance.contract.types import Type


@dataclass(frozen=True, slots=True, kw_only=True)
class _DescribedResponse:
    """A described operation, and the JSON of the first successful response of the document that has any."""

    operation: DescribedOperation
    schema: Schema


def _described_response(declared: DeclaredOperation) -> _DescribedResponse | None:
    operation = DescribedOperation.of(declared)
    responses = {} if operation is None else operation.spec.responses
    schema = next((schema for status, schema in sorted(responses.items()) if status[:1] == "2" and schema), None)
    return None if operation is None or schema is None else _DescribedResponse(operation=operation, schema=schema)


@check(
    family="spec",
    judges=DeclaredOperation,
    select=_described_response,
    severity=Severity.MINOR,
    sources=(Source.SDK, Source.SPEC),
    needs="an operation with a JSON response in the document",
    relevant=returns_model,
)
def spec_response_differs(described: _DescribedResponse) -> Facts:
    comparison = _Comparison(described.operation.document, described.operation.models)
    for twin, operation in described.operation.actual.items():
        declared = operation.page if operation.shape == "pager" else operation.page or operation.response
        if declared is not None and returns_data(operation):
            for place, text in comparison.of_type(declared, described.schema, ()):
                yield Fact(message=f"{twin}: {place}: {text}", part=place)


@dataclass(frozen=True, slots=True)
class _Comparison:
    """Compares declared types with schemas. Yields (place, difference)."""

    document: Document
    models: Mapping[str, Model]

    def of_type(self, declared: Type, schema: Schema, parents: tuple[str, ...]) -> Iterator[tuple[str, str]]:
        """Stops at a model that contains itself (`parents`). Alternatives are not compared."""
        others = [member for member in declared.members if member.kind != "null"]
        resolved = self.document.resolved(schema)
        if len(others) != 1 or not resolved.keys().isdisjoint({"oneOf", "anyOf"}):
            return
        (only,) = others
        if only.kind == "list" and isinstance(resolved.get("items"), dict):
            for place, text in self.of_type(only.args[0], resolved["items"], parents):
                yield f"[].{place}", text
        elif only.kind == "model" and only.name in self.models and only.name not in parents:
            yield from self.of_model(self.models[only.name], resolved, (*parents, only.name))

    def of_model(self, model: Model, schema: Schema, parents: tuple[str, ...]) -> Iterator[tuple[str, str]]:
        """Compares the fields of a model with the properties of a schema."""
        properties = self.document.properties(schema)
        fields = {field.wire_name: field for field in model.fields}
        for name, (inner, _) in properties.items():
            if name in fields:
                for place, text in self.of_type(fields[name].type, inner, parents):
                    yield f"{name}.{place}", text
            elif not inner.get("writeOnly"):
                yield name, f"the document has it, and `{model.class_name}` does not"
        for name, field in fields.items() if properties else ():
            if field.required and name not in properties:
                yield name, f"`{model.class_name}` requires it, and the document does not have it"
