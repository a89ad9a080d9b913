"""The contract as an OpenAPI 3.1 document, so that other tools can read what an SDK expectations.

`operationId` is the operation's path. What OpenAPI has no word for stands in `x-` keys: `x-python-name` where a name on
the wire differs from the one in Python, `x-shape` and `x-items` (how a response comes back), `x-extension`,
`x-twins` (an operation that only one twin has), `x-unsent`, `x-gaps`, `x-attempts`, `x-bases`, `x-unknown`,
`x-enum-open` (listed members of an enum that takes others too).

OpenAPI has room for one operation per verb and path, and no room for two paths that differ in the names of their
parameters only. Operations of an SDK that share both are merged into the first of them: `x-also` lists the others,
and what not all of them take or require is optional.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from conformance.contract.model import TWINS, Contract, ErrorShape, Field, Model, Operation, Parameter
from conformance.contract.types import ANY, NULL, Type, union

OPENAPI: Final = "3.1.0"
SERVER: Final = "http://sdk.test"
IN_PARAMETERS: Final = ("path", "query", "header", "cookie")
IN_BODY: Final = ("field", "body", "form", "file")
CONTENT_TYPES: Final[Mapping[str, str]] = {
    "json": "application/json",
    "form": "application/x-www-form-urlencoded",
    "multipart": "multipart/form-data",
    "raw": "application/octet-stream",
}
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


def to_openapi(contract: Contract) -> dict[str, Any]:
    """The contract as a document that only holds what JSON can; the same contract gives the same document."""
    return _Writer(contract, component_names(contract.models)).document()


def component_names(models: Mapping[str, Model]) -> dict[str, str]:
    """The name of every model under `components.schemas`: its class where no other has that, else its full name."""
    often = Counter(model.class_name for model in models.values())
    return {
        name: model.class_name if often[model.class_name] == 1 else re.sub(r"[^a-zA-Z0-9._-]", "_", name)
        for name, model in models.items()
    }


def path_shape(url: str) -> str:
    """A path template without the names of its parameters."""
    return re.sub(r"\{[^{}]*\}", "{}", url)


def shape_of(url: str) -> str:
    """A path template without the names of its parameters and without a slash at its end."""
    return path_shape(url).rstrip("/")


@dataclass(frozen=True, slots=True)
class _Writer:
    contract: Contract
    names: Mapping[str, str]

    def document(self) -> dict[str, Any]:
        contract = self.contract
        header = {"title": contract.distribution, "version": contract.version}
        attempts = {str(status): count for status, count in sorted(contract.attempts.items())}
        return {
            "openapi": OPENAPI,
            "info": header | ({"x-attempts": attempts} if attempts else {}),
            "servers": [{"url": SERVER}],
            "paths": self.paths(),
            "components": {
                "schemas": {
                    self.names[name]: self.model(model)
                    for name, model in sorted(contract.models.items(), key=lambda item: self.names[item[0]])
                }
            },
        }

    def paths(self) -> dict[str, Any]:
        by_shape: dict[str, list[Operation]] = {}
        for path in self.contract.paths():
            operation = self.contract.operation(path)
            if operation is not None:
                by_shape.setdefault(path_shape(operation.url), []).append(operation)
        return {same[0].url: self.path_item(same) for same in sorted(by_shape.values(), key=lambda same: same[0].url)}

    def path_item(self, operations: Sequence[Operation]) -> dict[str, Any]:
        by_method: dict[str, list[Operation]] = {}
        for operation in operations:
            by_method.setdefault(operation.method.lower(), []).append(_with_url(operation, operations[0].url))
        return {method: self.operation(*_merged(same)) for method, same in sorted(by_method.items())}

    def operation(self, operation: Operation, also: Sequence[str]) -> dict[str, Any]:
        written: dict[str, Any] = {
            "operationId": operation.path,
            "tags": [operation.path.rpartition(".")[0] or operation.path],
            "parameters": self.parameters(operation),
            "requestBody": self.body(operation),
            "responses": self.responses(operation),
            "deprecated": operation.deprecated,
            "x-also": list(also),
            "x-shape": "" if operation.shape == "value" else operation.shape,
            "x-items": operation.items,
            "x-extension": operation.extension,
            "x-twins": self.only_twin(operation.path),
            "x-unsent": [each.name for each in operation.accepted if each.location == "unsent"],
            "x-gaps": list(operation.gaps),
        }
        return {key: value for key, value in written.items() if value}

    def only_twin(self, path: str) -> list[str]:
        having: list[str] = [twin for twin in TWINS if path in self.contract.twins[twin]]
        return having if len(having) < len(TWINS) else []

    def parameters(self, operation: Operation) -> list[dict[str, Any]]:
        sent = (each for each in operation.accepted if each.location in IN_PARAMETERS)
        constant = (each for each in operation.constants if each[0] in IN_PARAMETERS)
        return [self.parameter(each) for each in sent] + [
            {"name": name, "in": location, "required": True, "schema": {"const": value}}
            for location, name, value in constant
        ]

    def parameter(self, parameter: Parameter) -> dict[str, Any]:
        is_path = parameter.location == "path"
        # Names in the template and of path parameters have to agree; nothing of them is seen on the wire.
        name = parameter.name if is_path else parameter.wire_name
        return {
            "name": name,
            "in": parameter.location,
            "required": is_path or parameter.required,
            "schema": self.argument(parameter),
            **self.style(parameter),
            **_python_name(parameter.wire_name if is_path else parameter.name, name),
        }

    def style(self, parameter: Parameter) -> dict[str, Any]:
        if parameter.location != "query":
            return {}
        kinds = {member.kind for member in parameter.type.members}
        if kinds & {"model", "map"}:
            return {"style": "deepObject", "explode": True}  # name[key]=value
        return {"style": "form", "explode": True} if "list" in kinds else {}  # the name is repeated

    def argument(self, parameter: Parameter) -> Schema:
        """What may be sent for an argument: null only where null can be written and None is written as null."""
        in_json = parameter.location in {"field", "body"}
        keeps_null = in_json and parameter.on_none in {"null", "unknown"}
        schema = self.schema(parameter.type if keeps_null else parameter.type.without_null())
        default = _default(parameter)
        return schema if default is None else {**schema, "default": default}

    def body(self, operation: Operation) -> dict[str, Any] | None:
        sent = [each for each in operation.accepted if each.location in IN_BODY]
        constants = [each for each in operation.constants if each[0] in IN_BODY]
        if not sent and not constants and operation.body == "none":
            return None
        content_type = operation.content_type or CONTENT_TYPES.get(operation.body, "application/json")
        # An SDK that has no field to send leaves the body out, therefore a body of optional fields is optional.
        required = bool(constants) or any(each.required for each in sent)
        return {"required": required, "content": {content_type: {"schema": self.body_schema(sent, constants)}}}

    def body_schema(self, sent: Sequence[Parameter], constants: Sequence[tuple[str, str, str]]) -> Schema:
        whole = next((each for each in sent if each.location == "body"), None)
        if whole is not None:
            return {**self.argument(whole), "x-python-name": whole.name}
        properties = {
            each.wire_name: {**self.argument(each), **_python_name(each.name, each.wire_name)} for each in sent
        }
        properties.update({name: {"const": value} for _, name, value in constants})
        required = [each.wire_name for each in sent if each.required] + [name for _, name, _ in constants]
        return _object(properties, required)

    def responses(self, operation: Operation) -> dict[str, Any]:
        errors = {
            str(status): {"description": shape.error, **self.error_body(shape)}
            for status, shape in sorted(operation.errors.items())
        }
        return {**self.success(operation), **errors, "default": {"description": "Any other error"}}

    def success(self, operation: Operation) -> dict[str, Any]:
        match operation.shape:
            case "nothing":
                return {"204": {"description": "Nothing"}}
            case "stream":
                content = {"application/octet-stream": {"schema": self.schema(Type("bytes"))}}
                return {"200": {"description": "A stream of bytes", "content": content}}
            case "pager":
                schema, description = self.schema(operation.page or ANY), "A page"
            case _:
                schema, description = self.schema(operation.response), "A value"
        return {"200": {"description": description, "content": {"application/json": {"schema": schema}}}}

    def error_body(self, shape: ErrorShape) -> dict[str, Any]:
        if shape.body not in self.names:
            return {}
        return {"content": {"application/json": {"schema": self.reference(shape.body)}}}

    def reference(self, model: str) -> Schema:
        return {"$ref": f"#/components/schemas/{self.names[model]}"} if model in self.names else {"x-unknown": model}

    def model(self, model: Model) -> Schema:
        properties = {each.wire_name: self.field(each) for each in model.fields}
        schema = _object(properties, [each.wire_name for each in model.fields if each.required])
        if not model.keeps_unknown:
            schema["additionalProperties"] = False
        return {**schema, "x-python-name": model.name} | ({"x-bases": list(model.bases)} if model.bases else {})

    def field(self, field: Field) -> Schema:
        default = {} if field.default is None else {"default": field.default}
        return {**self.schema(field.type), **default, **_python_name(field.name, field.wire_name)}

    def schema(self, declared: Type) -> Schema:
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
        listed = declared.open_enum
        if not listed and ANY in declared.members:
            return {}
        schemas = [_open_enum(listed)] if listed else []
        # An open enum of strings says all that `string` would.
        taken = {"null", "any", "literal", schemas[0]["type"]} if listed else {"null"}
        schemas += [self.schema(member) for member in declared.members if member.kind not in taken]
        return _any_of(schemas, nullable=NULL in declared.members)


def _object(properties: dict[str, Any], required: Sequence[str]) -> Schema:
    schema: Schema = {"type": "object"}
    if properties:
        schema["properties"] = properties
    return schema | ({"required": list(required)} if required else {})


def _enum(values: Sequence[str | int | bool]) -> Schema:
    kinds = sorted({JSON_TYPES[type(value)] for value in values})
    return {"type": kinds[0] if len(kinds) == 1 else kinds, "enum": list(values)}


def _open_enum(values: Sequence[str | int | bool]) -> Schema:
    """The SDK lists members and takes others: only their JSON type is a expectation."""
    closed = _enum(values)
    return {"type": closed["type"], "x-enum-open": closed["enum"]}


def _any_of(schemas: list[Schema], *, nullable: bool) -> Schema:
    if len(schemas) == 1 and nullable and isinstance(schemas[0].get("type"), str) and "enum" not in schemas[0]:
        return {**schemas[0], "type": [schemas[0]["type"], "null"]}
    if nullable:
        schemas = [*schemas, dict(SCALARS["null"])]
    return schemas[0] if len(schemas) == 1 else {"anyOf": schemas}


def _python_name(name: str, wire_name: str) -> dict[str, str]:
    return {} if name == wire_name else {"x-python-name": name}


def _default(parameter: Parameter) -> Any:
    """What is sent when the argument is not given."""
    if parameter.sent_default is None:
        return None if parameter.default == "omit" else parameter.default
    if {member.kind for member in parameter.type.members} <= {"integer", "number", "boolean", "null"}:
        return json.loads(parameter.sent_default.lower())
    return parameter.sent_default


def _with_url(operation: Operation, url: str) -> Operation:
    """The same operation with the path parameters named as in `url`; their own names become wire names.

    Path parameters have no name on the wire, so that place is free to carry the name that is lost here.
    """
    renamed = dict(zip(re.findall(r"\{([^{}]*)\}", operation.url), re.findall(r"\{([^{}]*)\}", url), strict=True))
    parameters = (
        replace(each, name=renamed.get(each.name, each.name), wire_name=each.name) if each.location == "path" else each
        for each in operation.parameters
    )
    return replace(operation, url=url, parameters=tuple(parameters))


def _merged(operations: Sequence[Operation]) -> tuple[Operation, list[str]]:
    """One operation that stands for all, and the paths of the others."""
    first, *others = operations
    if not others:
        return first, []
    union_of = replace(
        first,
        parameters=tuple(_merged_parameters(operations)),
        response=union(each.response for each in operations),
        body=next((each.body for each in operations if each.body != "none"), "none"),
        content_type=next((each.content_type for each in operations if each.content_type), None),
        errors={status: shape for each in reversed(operations) for status, shape in each.errors.items()},
        constants=tuple(each for each in first.constants if all(each in other.constants for other in others)),
        deprecated=all(each.deprecated for each in operations),
    )
    return union_of, [each.path for each in others]


def _merged_parameters(operations: Sequence[Operation]) -> Iterable[Parameter]:
    same: dict[tuple[str, str], list[Parameter]] = {}
    for operation in operations:
        for each in operation.accepted:
            key = each.name if each.location == "path" else each.wire_name
            same.setdefault((each.location, key), []).append(each)
    for parameters in same.values():
        everywhere = len(parameters) == len(operations)
        yield replace(
            parameters[0],
            type=union(each.type for each in parameters),
            required=everywhere and all(each.required for each in parameters),
        )
