"""Valid and invalid bodies for one operation of an OpenAPI document, and their validation.

Schemathesis generates the bodies, jsonschema-rs validates them. Import this module only when a document was given: both
come with the extra `openapi`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from typing import Any, Final
from urllib.parse import unquote

import jsonschema_rs
from hypothesis import strategies as st

from conformance.contract.document import SpecOperation, is_json
from conformance.generate.schema_errors import field_errors

PATH: Final = "/body"
DRAFT: Final = "https://json-schema.org/draft/2020-12/schema"
# Keys of a schema by the kind of their values; the values of all other keys are data and stay unchanged.
ONE_SCHEMA: Final = frozenset(
    ("additionalProperties", "contains", "else", "if", "items", "not", "propertyNames", "then", "unevaluatedProperties")
)
SCHEMA_LIST: Final = frozenset(("allOf", "anyOf", "oneOf", "prefixItems"))
SCHEMA_MAP: Final = frozenset(("$defs", "definitions", "dependentSchemas", "patternProperties", "properties"))
_SCHEMAS: Final = "#/components/schemas/"
Schema = dict[str, Any]
Validator = Callable[[Any], list[str]]


def valid_bodies(document_raw: dict[str, Any], operation: SpecOperation) -> st.SearchStrategy[Any]:
    """JSON bodies that the document allows for an operation; nothing if it takes no JSON body."""
    if not _takes_json(operation):
        return st.nothing()
    validate = schema_validator(document_raw, operation.body_schema or {})
    return _bodies(document_raw, operation, valid=True).filter(lambda body: _is_value(body) and not validate(body))


def invalid_bodies(document_raw: dict[str, Any], operation: SpecOperation) -> st.SearchStrategy[Any]:
    """JSON bodies that the document forbids for an operation; nothing if it takes no JSON body, or any."""
    if not _takes_json(operation) or not operation.body_schema:
        return st.nothing()
    validate = schema_validator(document_raw, operation.body_schema)
    return _bodies(document_raw, operation, valid=False).filter(lambda body: _is_value(body) and bool(validate(body)))


def schema_validator(document_raw: dict[str, Any], schema: Schema | bool, *, request: bool = True) -> Validator:
    """A function that returns the errors of a value by a schema of the document, each with its field's JSON pointer.

    References lead into the document. Read-only properties are not required in a request, write-only ones not in a
    response. Formats are validated, except those that JSON Schema does not know.
    """
    converted = to_json_schema(document_raw, schema, request=request)
    # The document can be the root of the schema, to which references lead: JSON Schema ignores its keys.
    compiled = jsonschema_rs.Draft202012Validator(
        {**_needed(_Identity(document_raw), converted, request), "$schema": DRAFT, "allOf": [converted]},
        validate_formats=True,
        ignore_unknown_formats=True,
    )

    def validate(value: Any) -> list[str]:
        return [str(found) for error in compiled.iter_errors(value) for found in field_errors(error)]

    return validate


def to_json_schema(document_raw: Mapping[str, Any], schema: Schema | bool, *, request: bool = True) -> Schema | bool:
    """A schema of an OpenAPI document as JSON Schema 2020-12, references kept.

    OpenAPI 3.0's `nullable` becomes a type, its boolean `exclusiveMinimum` a bound. The spellings of 3.0 and 3.1 are
    accepted in documents of either version.
    """
    if not isinstance(schema, dict):
        return schema
    converted = {key: _inner(document_raw, key, value, request=request) for key, value in schema.items()}
    for exclusive, bound in (("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")):
        if isinstance(converted.get(exclusive), bool) and converted.pop(exclusive) and bound in converted:
            converted[exclusive] = converted.pop(bound)
    if isinstance(converted.get("required"), list):
        converted["required"] = _required(document_raw, converted, request=request)
    return _nullable(converted) if converted.pop("nullable", False) is True else converted


def _inner(document_raw: Mapping[str, Any], key: str, value: Any, *, request: bool) -> Any:
    if key in ONE_SCHEMA:
        return to_json_schema(document_raw, value, request=request)
    if key in SCHEMA_LIST and isinstance(value, list):
        return [to_json_schema(document_raw, schema, request=request) for schema in value]
    if key in SCHEMA_MAP and isinstance(value, dict):
        return {name: to_json_schema(document_raw, schema, request=request) for name, schema in value.items()}
    return value


def _nullable(schema: Schema) -> Schema:
    declared = schema.get("type")
    if not isinstance(declared, str) or {"allOf", "anyOf", "oneOf", "not", "$ref"} & schema.keys():
        return {"anyOf": [schema, {"type": "null"}]}
    listed = {"enum": [*schema["enum"], None]} if None not in schema.get("enum", [None]) else {}
    return {**schema, "type": [declared, "null"], **listed}


def _required(document_raw: Mapping[str, Any], schema: Schema, *, request: bool) -> list[str]:
    """The required properties, without those that only occur in the other direction."""
    other = "readOnly" if request else "writeOnly"
    properties = schema.get("properties") or {}
    return [name for name in schema["required"] if _resolved(document_raw, properties.get(name)).get(other) is not True]


def _resolved(document_raw: Mapping[str, Any], schema: Any) -> Mapping[str, Any]:
    """A property's schema merged with the one that it refers to."""
    if not isinstance(schema, dict) or not str(schema.get("$ref", "")).startswith("#/"):
        return schema if isinstance(schema, dict) else {}
    found: Any = document_raw
    for step in schema["$ref"][2:].split("/"):
        found = found.get(step.replace("~1", "/").replace("~0", "~"), {}) if isinstance(found, dict) else {}
    return {**found, **schema} if isinstance(found, dict) else schema


class _Identity:
    """A document as the key of a cache: it has no hash, and comparing two is slower than converting one."""

    def __init__(self, document_raw: dict[str, Any]) -> None:
        self.raw = document_raw

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Identity) and self.raw is other.raw

    def __hash__(self) -> int:
        return id(self.raw)


@lru_cache(maxsize=8)
def _convert_schemas(document: _Identity, request: bool) -> Schema:
    """The parts of a document that references lead to, with every schema converted."""
    schemas = (document.raw.get("components") or {}).get("schemas") or {}
    return {
        "components": {
            "schemas": {name: to_json_schema(document.raw, schema, request=request) for name, schema in schemas.items()}
        }
    }


def _needed(document: _Identity, schema: Schema | bool, request: bool) -> Schema:
    """The part of a document that a schema refers to: compiling the whole document every time would be slow."""
    schemas, references = _convert_schemas(document, request)["components"]["schemas"], _references(document, request)
    found: dict[str, Any] = {}
    left = list(_referred_names(schema))
    while left:
        name = left.pop()
        if name in schemas and name not in found:
            found[name] = schemas[name]
            left += references[name]
    return {"components": {"schemas": found}}


@lru_cache(maxsize=8)
def _references(document: _Identity, request: bool) -> Mapping[str, tuple[str, ...]]:
    """The names of the schemas that each schema of a document refers to."""
    schemas = _convert_schemas(document, request)["components"]["schemas"]
    return {name: tuple(_referred_names(schema)) for name, schema in schemas.items()}


def _referred_names(value: Any) -> Iterator[str]:
    """The names of the schemas that a value refers to."""
    if isinstance(value, dict):
        reference = value.get("$ref")
        if isinstance(reference, str) and reference.startswith(_SCHEMAS):
            yield unquote(reference.removeprefix(_SCHEMAS).partition("/")[0]).replace("~1", "/").replace("~0", "~")
        for item in value.values():
            yield from _referred_names(item)
    elif isinstance(value, list):
        for item in value:
            yield from _referred_names(item)


def _takes_json(operation: SpecOperation) -> bool:
    return operation.body_schema is not None and is_json(operation.body_content_type or "")


def _bodies(document_raw: dict[str, Any], operation: SpecOperation, *, valid: bool) -> st.SearchStrategy[Any]:
    """The bodies that Schemathesis generates.

    The operation is alone in its document, without parameters: with them, every body would cost the generation of all,
    and an invalid case could have a valid body and an invalid parameter.
    """
    body = {"required": True, "content": {"application/json": {"schema": operation.body_schema}}}
    document = {
        "openapi": document_raw["openapi"],
        "info": {"title": operation.id or operation.label, "version": "1"},
        "paths": {PATH: {"post": {"requestBody": body, "responses": {"default": {"description": "Any"}}}}},
        "components": {"schemas": (document_raw.get("components") or {}).get("schemas") or {}},
    }
    from conformance.generate.schemathesis_adapter import body_strategy  # noqa: PLC0415  # takes a second to import

    return body_strategy(document, PATH, valid=valid)


def _is_value(body: Any) -> bool:
    """Whether a body is JSON, and not a mark of Schemathesis for a missing or a raw body."""
    if isinstance(body, dict):
        return all(isinstance(key, str) and _is_value(value) for key, value in body.items())
    if isinstance(body, list):
        return all(_is_value(value) for value in body)
    # Exactly these types: Schemathesis represents the content of a file as a subclass of `str`.
    return type(body) in {type(None), str, int, float, bool}
