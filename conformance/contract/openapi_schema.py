"""Types and models of a contract as schemas of an OpenAPI 3.1 document."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from conformance.contract.model import Field, Model
from conformance.contract.types import ANY, NULL, Type

SCALARS: Final[Mapping[str, dict[str, Any]]] = {
    "any": {},
    "null": {"type": "null"},
    "string": {"type": "string"},
    "integer": {"type": "integer"},
    "number": {"type": "number"},
    "boolean": {"type": "boolean"},
    "datetime": {"type": "string", "format": "date-time"},
    "date": {"type": "string", "format": "date"},
    "time": {"type": "string", "format": "time"},
    "uuid": {"type": "string", "format": "uuid"},
    "bytes": {"type": "string", "format": "binary"},
    "file": {"type": "string", "format": "binary"},
}
JSON_TYPES: Final = {str: "string", bool: "boolean", int: "integer"}
Schema = dict[str, Any]


@dataclass(frozen=True, slots=True)
class SchemaWriter:
    """Writes schemas. `names` are the names of the models under `components.schemas`."""

    names: Mapping[str, str]

    def reference(self, model: str) -> Schema:
        """A reference to a model of the document."""
        return {"$ref": f"#/components/schemas/{self.names[model]}"} if model in self.names else {"x-unknown": model}

    def model(self, model: Model) -> Schema:
        """The schema of a model."""
        properties = {field.wire_name: self.field(field) for field in model.fields}
        schema = object_schema(properties, [field.wire_name for field in model.fields if field.required])
        if not model.keeps_unknown:
            schema["additionalProperties"] = False
        return {**schema, "x-python-name": model.name} | ({"x-bases": list(model.bases)} if model.bases else {})

    def field(self, field: Field) -> Schema:
        """The schema of one field of a model."""
        default = {} if field.default is None else {"default": field.default}
        return {**self.schema(field.type), **default, **python_name(field.name, field.wire_name)}

    def schema(self, declared: Type) -> Schema:
        """The schema of a type."""
        match declared.kind:
            case "literal":
                return _enum(declared.values)
            case "list":
                return {"type": "array", "items": self.schema(declared.args[0])}
            case "map":
                return {"type": "object", "additionalProperties": self.schema(declared.args[1])}
            case "model":
                return self.reference(declared.name)
            case "unknown":
                return {"x-unknown": declared.name}
            case "union":
                return self.union(declared)
        return dict(SCALARS[declared.kind])

    def union(self, declared: Type) -> Schema:
        """The schema of a union: its members, an open enum as one of them."""
        listed = declared.open_enum
        if not listed and ANY in declared.members:
            return {}
        schemas = [_open_enum(listed)] if listed else []
        # An open enum of strings already includes `string`.
        covered = {"null", "any", "literal", schemas[0]["type"]} if listed else {"null"}
        schemas += [self.schema(member) for member in declared.members if member.kind not in covered]
        return _any_of(schemas, nullable=NULL in declared.members)


def object_schema(properties: dict[str, Any], required: Sequence[str]) -> Schema:
    """The schema of an object with these properties."""
    schema: Schema = {"type": "object"}
    if properties:
        schema["properties"] = properties
    return schema | ({"required": list(required)} if required else {})


def _enum(values: Sequence[str | int | bool]) -> Schema:
    kinds = sorted({JSON_TYPES[type(value)] for value in values})
    return {"type": kinds[0] if len(kinds) == 1 else kinds, "enum": list(values)}


def _open_enum(values: Sequence[str | int | bool]) -> Schema:
    """The SDK lists members and accepts others: it only promises their JSON type."""
    closed = _enum(values)
    return {"type": closed["type"], "x-enum-open": closed["enum"]}


def _any_of(schemas: list[Schema], *, nullable: bool) -> Schema:
    if len(schemas) == 1 and nullable and isinstance(schemas[0].get("type"), str) and "enum" not in schemas[0]:
        return {**schemas[0], "type": [schemas[0]["type"], "null"]}
    if nullable:
        schemas = [*schemas, dict(SCALARS["null"])]
    return schemas[0] if len(schemas) == 1 else {"anyOf": schemas}


def python_name(name: str, wire_name: str) -> dict[str, str]:
    """The key for a name that differs from the one on the wire."""
    return {} if name == wire_name else {"x-python-name": name}
