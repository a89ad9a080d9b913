"""The declarations of an SDK's types and of a server's document about each place of a response."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from conformance.contract.document import Document, SpecOperation
from conformance.contract.model import Field, Model, Operation
from conformance.contract.schema_types import SchemaTypes
from conformance.contract.types import Type

Alternatives = tuple[Type, ...]
_FREE: Final = frozenset({"any", "unknown", "alias", "file", "bytes"})  # such a value may be anything
_JSON_KINDS: Final = {
    "null": "null", "string": "string", "datetime": "string", "date": "string", "time": "string", "uuid": "string",
    "integer": "number", "number": "number", "boolean": "boolean", "list": "list", "map": "object", "model": "object",
}  # fmt: skip
_PAGE: Final = "(page)"  # the model of a pager's page for which the SDK has none
_FORMATS: Final = {"datetime": "date-time", "date": "date", "uuid": "UUID"}
_LITERAL_KINDS: Final = {str: "string", int: "number", bool: "boolean"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """One place of a response. `sources` are the SDK's types and the document's, each as alternatives, () for nothing.

    A source declares something only if all its alternatives do: in a union, the data decide which one applies.
    """

    sources: tuple[Alternatives, ...] = ()
    models: Mapping[str, Model]

    def field(self, key: str) -> Declared:
        """The value of a key."""
        return self._step(lambda declared: self._field_type(declared, key))

    def item(self) -> Declared:
        """The items of a list."""
        return self._step(lambda declared: declared.args[0] if declared.kind == "list" else None)

    @property
    def keys_are_data(self) -> bool:
        """The object is a map: users choose its keys."""
        kinds = {declared.kind for alternatives in self.sources for declared in alternatives}
        return "map" in kinds and "model" not in kinds

    def has_field(self, key: str, *, required: bool = False) -> bool:
        """A source declares the key, or declares that it is required."""
        return any(
            bool(objects := [declared for declared in alternatives if _is_object(declared)])
            and all(self._declares(declared, key, required=required) for declared in objects)
            for alternatives in self.sources
        )

    def excludes(self, kind: str) -> bool:
        """A source does not allow this kind of JSON value here."""
        return any(
            bool(alternatives)
            and not any(declared.kind in _FREE for declared in alternatives)
            and kind not in {found for declared in alternatives for found in _json_kinds(declared)}
            for alternatives in self.sources
        )

    def has_format(self, name: str) -> bool:
        """A source declares that every text here is a "date-time", "date" or "UUID"."""
        return any(
            {
                _FORMATS.get(declared.kind, declared.kind)
                for declared in alternatives
                if "string" in _json_kinds(declared)
            }
            == {name}
            and not any(declared.kind in _FREE for declared in alternatives)
            for alternatives in self.sources
        )

    @property
    def enum_members(self) -> frozenset[Any] | None:
        """The members of an open or closed enum in all sources, None where no source has one."""
        members: set[Any] = set()
        for alternatives in self.sources:
            if not any(declared.kind == "string" for declared in alternatives):
                members.update(value for declared in alternatives for value in declared.values)
        return frozenset(members) or None

    def _step(self, inner: Callable[[Type], Type | None]) -> Declared:
        return Declared(
            sources=tuple(_flat(map(inner, alternatives)) for alternatives in self.sources), models=self.models
        )

    def _field_type(self, declared: Type, key: str) -> Type | None:
        if declared.kind == "map":
            return declared.args[1]
        field = self._model_field(declared, key)
        return None if field is None else field.type

    def _declares(self, declared: Type, key: str, *, required: bool) -> bool:
        field = self._model_field(declared, key)
        return field is not None and (field.required or not required)

    def _model_field(self, declared: Type, key: str) -> Field | None:
        model = self.models.get(declared.name) if declared.kind == "model" else None
        return next((field for field in model.fields if field.wire_name == key), None) if model is not None else None


def declared_response(
    operation: Operation,
    status: int,
    models: Mapping[str, Model],
    *,
    document: Document | None = None,
    spec: SpecOperation | None = None,
) -> Declared:
    """The declarations of an operation, and of its description in a document, for a JSON response with this status."""
    items = Field(operation.items, operation.items, Type("list", (operation.response,)), required=True)
    known = {**models, _PAGE: Model(_PAGE, (items,))}
    sources = [_flat([_own_type(operation, status)])]
    if document is not None and spec is not None:
        reader = SchemaTypes(document.raw)
        schema = spec.responses.get(str(status), spec.responses.get("default"))
        sources.append(_flat([None if schema is None else reader.type_of(schema)]))
        known.update(reader.models)
    return Declared(sources=tuple(sources), models=known)


def _own_type(operation: Operation, status: int) -> Type | None:
    if status // 100 != 2:
        body = operation.errors[status].body if status in operation.errors else ""
        return Type("model", name=body) if body else None
    if operation.shape == "pager" or operation.page is not None:
        return operation.page or Type("model", name=_PAGE)
    return operation.response if operation.shape == "value" else None


def _flat(types: Iterable[Type | None]) -> Alternatives:
    found = (declared for declared in types if declared is not None)
    return tuple(dict.fromkeys(member for declared in found for member in declared.members))


def _is_object(declared: Type) -> bool:
    return declared.kind in {"model", "map"} or declared.kind in _FREE


def _json_kinds(declared: Type) -> set[str]:
    if declared.kind == "literal":
        return {_LITERAL_KINDS[type(value)] for value in declared.values}
    return {_JSON_KINDS[declared.kind]} if declared.kind in _JSON_KINDS else set()
