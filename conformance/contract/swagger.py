"""Conversion of a Swagger 2.0 document to OpenAPI 3.0: operations, parameters, bodies and responses.

What OpenAPI 3.0 cannot express (`collectionFormat: tsv`) is left out; extensions (`x-…`) stay unchanged.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

Json = dict[str, Any]

OPENAPI_VERSION: Final = "3.0.3"
_JSON_TYPES: Final = ("application/json",)
_METHODS: Final = frozenset({"get", "put", "post", "delete", "options", "head", "patch"})
# Keys of a parameter or header that describe its value; the others describe the parameter.
_VALUE_KEYS: Final = frozenset(
    (
        "type", "format", "items", "default", "enum", "x-nullable",
        "maximum", "minimum", "exclusiveMaximum", "exclusiveMinimum", "multipleOf",
        "maxLength", "minLength", "pattern", "maxItems", "minItems", "uniqueItems",
    )
)  # fmt: skip
# Keys of the document that have another form in OpenAPI 3.
_CONVERTED_KEYS: Final = frozenset(
    (
        "swagger", "host", "basePath", "schemes", "consumes", "produces",
        "definitions", "parameters", "responses", "securityDefinitions",
    )
)  # fmt: skip
_STYLES: Final[Mapping[str, Json]] = {
    "multi": {"explode": True},
    "csv": {"explode": False},
    "ssv": {"style": "spaceDelimited", "explode": False},
    "pipes": {"style": "pipeDelimited", "explode": False},
}
_SECTIONS: Final = (
    ("#/definitions/", "#/components/schemas/"),
    ("#/parameters/", "#/components/parameters/"),
    ("#/responses/", "#/components/responses/"),
)
_FLOWS: Final = {"accessCode": "authorizationCode", "application": "clientCredentials"}


def to_openapi_3(swagger: Json) -> Json:
    """Convert a Swagger 2.0 document."""
    return _Document(swagger).convert()


class _Document:
    def __init__(self, swagger: Json) -> None:
        self.swagger = swagger
        self.consumes = tuple(swagger.get("consumes", _JSON_TYPES))
        self.produces = tuple(swagger.get("produces", _JSON_TYPES))

    def convert(self) -> Json:
        components = {
            "schemas": {name: _schema(schema) for name, schema in self._section("definitions").items()},
            "parameters": {
                name: _parameter(value) for name, value in self._section("parameters").items() if not _in_body(value)
            },
            "responses": {name: _response(value, self.produces) for name, value in self._section("responses").items()},
            "securitySchemes": {name: _security(value) for name, value in self._section("securityDefinitions").items()},
        }
        kept = {name: value for name, value in self.swagger.items() if name not in _CONVERTED_KEYS}
        return {
            "openapi": OPENAPI_VERSION,
            **kept,
            "servers": [{"url": url} for url in self._urls()],
            "paths": {path: self._path(item) for path, item in self._section("paths").items()},
            "components": {name: value for name, value in components.items() if value},
        }

    def _section(self, name: str) -> Json:
        found: Json = self.swagger.get(name) or {}
        return found

    def _urls(self) -> list[str]:
        base = self.swagger.get("basePath", "/").rstrip("/")
        host = self.swagger.get("host")
        if host is None:
            return [base or "/"]
        return [f"{scheme}://{host}{base}" for scheme in self.swagger.get("schemes", ["http"])]

    def _path(self, item: Json) -> Json:
        shared = [self._resolve(parameter) for parameter in item.get("parameters", [])]
        in_body = [parameter for parameter in shared if _in_body(parameter)]
        converted: Json = {}
        for name, value in item.items():
            if name in _METHODS:
                converted[name] = self._operation(value, in_body)
            elif name == "parameters":
                converted[name] = [_parameter(one) for one in shared if not _in_body(one)]
            else:
                converted[name] = value
        return converted

    def _operation(self, operation: Json, shared: list[Json]) -> Json:
        own = [self._resolve(parameter) for parameter in operation.get("parameters", [])]
        kept = {name: value for name, value in operation.items() if name not in {"consumes", "produces", "schemes"}}
        converted = {**kept, "parameters": [_parameter(parameter) for parameter in own if not _in_body(parameter)]}
        given = {(parameter["in"], parameter["name"]) for parameter in own}
        in_body = [parameter for parameter in own if _in_body(parameter)]
        in_body += [parameter for parameter in shared if (parameter["in"], parameter["name"]) not in given]
        if in_body:
            converted["requestBody"] = _body(in_body, tuple(operation.get("consumes", self.consumes)))
        types = tuple(operation.get("produces", self.produces))
        converted["responses"] = {
            status: _response(value, types) for status, value in operation.get("responses", {}).items()
        }
        return converted

    def _resolve(self, parameter: Json) -> Json:
        """The parameter that a reference stands for: OpenAPI 3 has no components for body parameters."""
        name = parameter.get("$ref", "").removeprefix("#/parameters/")
        found: Json = self._section("parameters").get(name, parameter)
        return found


def _in_body(parameter: Json) -> bool:
    return parameter.get("in") in {"body", "formData"}


def _parameter(parameter: Json) -> Json:
    if "$ref" in parameter:
        return {"$ref": _convert_reference(parameter["$ref"])}
    converted = {
        name: value for name, value in parameter.items() if name not in _VALUE_KEYS and name != "collectionFormat"
    }
    converted["schema"] = _value(parameter)
    if parameter.get("type") == "array":
        converted |= _STYLES.get(parameter.get("collectionFormat", "csv"), {})
    return converted


def _value(parameter: Json) -> Json:
    return _object({name: value for name, value in parameter.items() if name in _VALUE_KEYS})


def _body(parameters: list[Json], types: tuple[str, ...]) -> Json:
    """One parameter `in: body`, or the fields of a form."""
    body = next((parameter for parameter in parameters if parameter["in"] == "body"), None)
    if body is not None:
        extra: Json = {name: body[name] for name in ("description", "required") if name in body}
        schema: Any = _schema(body.get("schema", {}))
        return {**extra, "content": {kind: {"schema": schema} for kind in types or _JSON_TYPES}}
    properties = {}
    for parameter in parameters:
        description = {"description": parameter["description"]} if "description" in parameter else {}
        properties[parameter["name"]] = {**_value(parameter), **description}
    required = [parameter["name"] for parameter in parameters if parameter.get("required")]
    schema = {"type": "object", "properties": properties, **({"required": required} if required else {})}
    has_file = any(parameter.get("type") == "file" for parameter in parameters)
    usual = ("multipart/form-data",) if has_file else ("application/x-www-form-urlencoded",)
    forms = tuple(kind for kind in types if kind in {"multipart/form-data", "application/x-www-form-urlencoded"})
    return {"required": bool(required), "content": {kind: {"schema": schema} for kind in forms or usual}}


def _response(response: Json, types: tuple[str, ...]) -> Json:
    if "$ref" in response:
        return {"$ref": _convert_reference(response["$ref"])}
    converted = {name: value for name, value in response.items() if name not in {"schema", "examples", "headers"}}
    examples: Json = response.get("examples") or {}
    if "schema" in response:
        schema = _schema(response["schema"])
        converted["content"] = {kind: {"schema": schema} for kind in types or _JSON_TYPES}
    for kind, example in examples.items():
        converted.setdefault("content", {}).setdefault(kind, {})["example"] = example
    if "headers" in response:
        converted["headers"] = {name: _header(value) for name, value in response["headers"].items()}
    return converted


def _header(header: Json) -> Json:
    description = {"description": header["description"]} if "description" in header else {}
    return {**description, "schema": _value(header)}


def _schema(schema: Any) -> Any:
    return _object(schema) if isinstance(schema, dict) else schema  # `additionalProperties: true`


def _object(schema: Json) -> Json:
    converted = {name: _keyword(name, value) for name, value in schema.items()}
    if converted.get("required") == []:  # generators write it, although both versions forbid it
        del converted["required"]
    if "x-nullable" in converted:
        converted["nullable"] = converted.pop("x-nullable")
    if converted.get("type") == "file":
        converted |= {"type": "string", "format": "binary"}
    return converted


def _keyword(name: str, value: Any) -> Any:
    if name == "$ref":
        return _convert_reference(value)
    if name in {"items", "additionalProperties", "not"}:
        return _schema(value)
    if name == "properties":
        return {name: _schema(schema) for name, schema in value.items()}
    if name == "allOf":
        return [_schema(schema) for schema in value]
    if name == "discriminator":
        return {"propertyName": value}
    return value


def _convert_reference(reference: str) -> str:
    for old, new in _SECTIONS:
        if reference.startswith(old):
            return new + reference.removeprefix(old)
    return reference


def _security(scheme: Json) -> Json:
    if scheme.get("type") == "basic":
        kept = {name: value for name, value in scheme.items() if name != "type"}
        return {**kept, "type": "http", "scheme": "basic"}
    if scheme.get("type") != "oauth2":
        return scheme
    of_the_flow = ("authorizationUrl", "tokenUrl", "scopes")
    flow = {name: scheme[name] for name in of_the_flow if name in scheme}
    kept = {name: value for name, value in scheme.items() if name not in {*of_the_flow, "flow"}}
    return {**kept, "flows": {_FLOWS.get(scheme["flow"], scheme["flow"]): {"scopes": {}, **flow}}}
