"""The schemas of an OpenAPI document as types, so that the same code reads what an SDK and what a document declare."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from conformance.contract.model import Field, Model
from conformance.contract.references import Schema, properties_of, resolve
from conformance.contract.types import ANY, NULL, STRING, Type, union

_FORMATS: Final = {"date-time": "datetime", "date": "date", "time": "time", "uuid": "uuid"}


class SchemaTypes:
    """Reads schemas of one document. `models` are the objects that it has read, by names that no SDK uses."""

    def __init__(self, raw: Mapping[str, Any]) -> None:
        self.raw = dict(raw)
        self.models: dict[str, Model] = {}
        self._types: dict[str, Type] = {}  # by reference

    def type_of(self, schema: Any) -> Type:
        """The type of a JSON value; `any` for what is no schema, or a reference that leads nowhere."""
        if not isinstance(schema, dict):
            return ANY
        reference = str(schema.get("$ref", ""))
        if not reference:
            return self._read(schema, reference)
        if reference not in self._types:
            self._types[reference] = ANY  # a schema may contain itself; that of an object is replaced at once
            self._types[reference] = self._read(schema, reference)
        return self._types[reference]

    def _read(self, schema: Schema, reference: str) -> Type:
        try:
            whole = resolve(self.raw, schema)
            found = self._without_null(whole, reference)
        except (ValueError, TypeError):
            return ANY
        kinds = whole.get("type")
        nullable = whole.get("nullable") is True or (isinstance(kinds, list) and "null" in kinds)
        return union([found, NULL]) if nullable else found

    def _without_null(self, whole: Schema, reference: str) -> Type:
        if isinstance(whole.get("enum"), list):
            values = tuple(value for value in whole["enum"] if isinstance(value, str | int | bool))
            literal = Type("literal", values=values)
            return union([literal, NULL]) if None in whole["enum"] else literal
        for key in ("oneOf", "anyOf"):
            if whole.get(key):
                return union([self.type_of(member) for member in whole[key]])
        properties, parts = properties_of(self.raw, whole), whole.get("allOf") or []
        if properties:
            return self._model(properties, reference)
        if len(parts) == 1:
            return self.type_of(parts[0])
        kinds = whole.get("type")
        names = kinds if isinstance(kinds, list) else [kinds]
        return union([self._scalar(str(name), whole) for name in names if name != "null"] or [NULL])

    def _model(self, properties: Mapping[str, tuple[Schema, bool]], reference: str) -> Type:
        name = f"#{len(self.models)}"
        found = Type("model", name=name)
        self.models[name] = Model(name, ())
        if reference:
            self._types[reference] = found
        fields = (Field(key, key, self.type_of(inner), required) for key, (inner, required) in properties.items())
        self.models[name] = Model(name, tuple(fields))
        return found

    def _scalar(self, name: str, schema: Schema) -> Type:
        match name:
            case "array":
                return Type("list", (self.type_of(schema.get("items")),))
            case "object":
                return Type("map", (STRING, self.type_of(schema.get("additionalProperties"))))
            case "string":
                return Type(_FORMATS.get(str(schema.get("format")), "string"))
            case "integer" | "number" | "boolean":
                return Type(name)
        return ANY
