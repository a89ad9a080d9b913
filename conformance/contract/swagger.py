"""Swagger 2.0 as OpenAPI 3.0: the same operations, parameters, bodies and responses in the newer words.

What has no word in the newer version (`collectionFormat: tsv`) is left out; what neither names (`x-…`) stays as it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

Json = dict[str, Any]

OPENAPI_VERSION: Final = "3.0.3"
_JSON_TYPES: Final = ("application/json",)
_METHODS: Final = frozenset({"get", "put", "post", "delete", "options", "head", "patch"})
# Keys of a parameter or header that say what its value is; the others say what the parameter is.
_OF_THE_VALUE: Final = frozenset(
    (
        "type", "format", "items", "default", "enum", "x-nullable",
        "maximum", "minimum", "exclusiveMaximum", "exclusiveMinimum", "multipleOf",
        "maxLength", "minLength", "pattern", "maxItems", "minItems", "uniqueItems",
    )
)  # fmt: skip
_STYLES: Final[Mapping[str, Json]] = {
    "multi": {"explode": True},
    "csv": {"explode": False},
    "ssv": {"style": "spaceDelimited", "explode": False},
    "pipes": {"style": "pipeDelimited", "explode": False},
}
_HOMES: Final = (
    ("#/definitions/", "#/components/schemas/"),
    ("#/parameters/", "#/components/parameters/"),
    ("#/responses/", "#/components/responses/"),
)
_FLOWS: Final = {"accessCode": "authorizationCode", "application": "clientCredentials"}


def to_openapi_3(swagger: Json) -> Json:
    """The document in the words of OpenAPI 3.0."""
    return _Document(swagger).converted()


class _Document:
    def __init__(self, swagger: Json) -> None:
        self.swagger = swagger
        self.consumes = tuple(swagger.get("consumes", _JSON_TYPES))
        self.produces = tuple(swagger.get("produces", _JSON_TYPES))

    def converted(self) -> Json:
        components = {
            "schemas": {name: _schema(schema) for name, schema in self._of("definitions").items()},
            "parameters": {
                name: _parameter(each) for name, each in self._of("parameters").items() if not _in_body(each)
            },
            "responses": {name: _response(each, self.produces) for name, each in self._of("responses").items()},
            "securitySchemes": {name: _security(each) for name, each in self._of("securityDefinitions").items()},
        }
        gone = {"swagger", "host", "basePath", "schemes", "consumes", "produces", "definitions", "securityDefinitions"}
        kept = {name: each for name, each in self.swagger.items() if name not in {*gone, "parameters", "responses"}}
        return {
            "openapi": OPENAPI_VERSION,
            **kept,
            "servers": [{"url": url} for url in self._urls()],
            "paths": {path: self._path(item) for path, item in self._of("paths").items()},
            "components": {name: each for name, each in components.items() if each},
        }

    def _of(self, name: str) -> Json:
        found: Json = self.swagger.get(name) or {}
        return found

    def _urls(self) -> list[str]:
        base = self.swagger.get("basePath", "/").rstrip("/")
        host = self.swagger.get("host")
        if host is None:
            return [base or "/"]
        return [f"{scheme}://{host}{base}" for scheme in self.swagger.get("schemes", ["http"])]

    def _path(self, item: Json) -> Json:
        shared = [self._resolved(each) for each in item.get("parameters", [])]
        in_body = [each for each in shared if _in_body(each)]
        made: Json = {}
        for name, each in item.items():
            if name in _METHODS:
                made[name] = self._operation(each, in_body)
            elif name == "parameters":
                made[name] = [_parameter(one) for one in shared if not _in_body(one)]
            else:
                made[name] = each
        return made

    def _operation(self, operation: Json, shared: list[Json]) -> Json:
        own = [self._resolved(each) for each in operation.get("parameters", [])]
        kept = {name: each for name, each in operation.items() if name not in {"consumes", "produces", "schemes"}}
        made = {**kept, "parameters": [_parameter(each) for each in own if not _in_body(each)]}
        given = {(each["in"], each["name"]) for each in own}
        in_body = [each for each in own if _in_body(each)]
        in_body += [each for each in shared if (each["in"], each["name"]) not in given]
        if in_body:
            made["requestBody"] = _body(in_body, tuple(operation.get("consumes", self.consumes)))
        types = tuple(operation.get("produces", self.produces))
        made["responses"] = {status: _response(each, types) for status, each in operation.get("responses", {}).items()}
        return made

    def _resolved(self, parameter: Json) -> Json:
        """What a reference to a parameter means: one of the body has no home of its own in OpenAPI 3."""
        name = parameter.get("$ref", "").removeprefix("#/parameters/")
        found: Json = self._of("parameters").get(name, parameter)
        return found


def _in_body(parameter: Json) -> bool:
    return parameter.get("in") in {"body", "formData"}


def _parameter(parameter: Json) -> Json:
    if "$ref" in parameter:
        return {"$ref": _moved(parameter["$ref"])}
    made = {name: each for name, each in parameter.items() if name not in _OF_THE_VALUE and name != "collectionFormat"}
    made["schema"] = _value(parameter)
    if parameter.get("type") == "array":
        made |= _STYLES.get(parameter.get("collectionFormat", "csv"), {})
    return made


def _value(parameter: Json) -> Json:
    return _object({name: each for name, each in parameter.items() if name in _OF_THE_VALUE})


def _body(parameters: list[Json], types: tuple[str, ...]) -> Json:
    """One parameter `in: body`, or the fields of a form."""
    body = next((each for each in parameters if each["in"] == "body"), None)
    if body is not None:
        extra: Json = {name: body[name] for name in ("description", "required") if name in body}
        schema: Any = _schema(body.get("schema", {}))
        return {**extra, "content": {kind: {"schema": schema} for kind in types or _JSON_TYPES}}
    properties = {}
    for each in parameters:
        said = {"description": each["description"]} if "description" in each else {}
        properties[each["name"]] = {**_value(each), **said}
    required = [each["name"] for each in parameters if each.get("required")]
    schema = {"type": "object", "properties": properties, **({"required": required} if required else {})}
    has_file = any(each.get("type") == "file" for each in parameters)
    usual = ("multipart/form-data",) if has_file else ("application/x-www-form-urlencoded",)
    forms = tuple(kind for kind in types if kind in {"multipart/form-data", "application/x-www-form-urlencoded"})
    return {"required": bool(required), "content": {kind: {"schema": schema} for kind in forms or usual}}


def _response(response: Json, types: tuple[str, ...]) -> Json:
    if "$ref" in response:
        return {"$ref": _moved(response["$ref"])}
    made = {name: each for name, each in response.items() if name not in {"schema", "examples", "headers"}}
    examples: Json = response.get("examples") or {}
    if "schema" in response:
        schema = _schema(response["schema"])
        made["content"] = {kind: {"schema": schema} for kind in types or _JSON_TYPES}
    for kind, example in examples.items():
        made.setdefault("content", {}).setdefault(kind, {})["example"] = example
    if "headers" in response:
        made["headers"] = {name: _header(each) for name, each in response["headers"].items()}
    return made


def _header(header: Json) -> Json:
    said = {"description": header["description"]} if "description" in header else {}
    return {**said, "schema": _value(header)}


def _schema(schema: Any) -> Any:
    return _object(schema) if isinstance(schema, dict) else schema  # `additionalProperties: true`


def _object(schema: Json) -> Json:
    made = {name: _keyword(name, each) for name, each in schema.items()}
    if made.get("required") == []:  # generators write it; both versions forbid it
        del made["required"]
    if "x-nullable" in made:
        made["nullable"] = made.pop("x-nullable")
    if made.get("type") == "file":
        made |= {"type": "string", "format": "binary"}
    return made


def _keyword(name: str, value: Any) -> Any:
    if name == "$ref":
        return _moved(value)
    if name in {"items", "additionalProperties", "not"}:
        return _schema(value)
    if name == "properties":
        return {each: _schema(schema) for each, schema in value.items()}
    if name == "allOf":
        return [_schema(each) for each in value]
    if name == "discriminator":
        return {"propertyName": value}
    return value


def _moved(reference: str) -> str:
    for old, new in _HOMES:
        if reference.startswith(old):
            return new + reference.removeprefix(old)
    return reference


def _security(scheme: Json) -> Json:
    if scheme.get("type") == "basic":
        kept = {name: each for name, each in scheme.items() if name != "type"}
        return {**kept, "type": "http", "scheme": "basic"}
    if scheme.get("type") != "oauth2":
        return scheme
    of_the_flow = ("authorizationUrl", "tokenUrl", "scopes")
    flow = {name: scheme[name] for name in of_the_flow if name in scheme}
    kept = {name: each for name, each in scheme.items() if name not in {*of_the_flow, "flow"}}
    return {**kept, "flows": {_FLOWS.get(scheme["flow"], scheme["flow"]): {"scopes": {}, **flow}}}
