"""The contract as an OpenAPI 3.1 document, so that other tools can read what an SDK promises.

`operationId` is the operation's path. `x-` keys hold what OpenAPI cannot express: `x-python-name` if a name on the wire
differs from the one in Python, `x-shape` and `x-items` (how a response is returned), `x-extension`, `x-twins` (an
operation that only the sync or only the async client has), `x-unsent`, `x-gaps`, `x-attempts`, `x-bases`, `x-unknown`,
`x-enum-open` (the listed members of an enum that accepts others).

OpenAPI allows one operation per verb and path, and treats paths that differ only in parameter names as one. Operations
that share both are merged into the first: `x-also` lists the others, and what not all of them require is optional.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from conformance.contract.merge import merge_operations, with_url
from conformance.contract.model import TWINS, Contract, ErrorShape, Model, Operation, Parameter
from conformance.contract.openapi_schema import Schema, SchemaWriter, object_schema, python_name
from conformance.contract.types import ANY, Type
from conformance.contract.url_shape import path_shape

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


def to_openapi(contract: Contract) -> dict[str, Any]:
    """The contract as a document of plain JSON; the same contract gives the same document."""
    return _Writer(contract, SchemaWriter(component_names(contract.models))).document()


def component_names(models: Mapping[str, Model]) -> dict[str, str]:
    """The names of the models under `components.schemas`: the class name if unique, else the full name."""
    count = Counter(model.class_name for model in models.values())
    return {
        name: model.class_name if count[model.class_name] == 1 else re.sub(r"[^a-zA-Z0-9._-]", "_", name)
        for name, model in models.items()
    }


@dataclass(frozen=True, slots=True)
class _Writer:
    contract: Contract
    schemas: SchemaWriter

    def document(self) -> dict[str, Any]:
        contract, names = self.contract, self.schemas.names
        header = {"title": contract.distribution, "version": contract.version}
        attempts = {str(status): count for status, count in sorted(contract.attempts.items())}
        return {
            "openapi": OPENAPI,
            "info": header | ({"x-attempts": attempts} if attempts else {}),
            "servers": [{"url": SERVER}],
            "paths": self.paths(),
            "components": {
                "schemas": {
                    names[name]: self.schemas.model(model)
                    for name, model in sorted(contract.models.items(), key=lambda item: names[item[0]])
                }
            },
        }

    def paths(self) -> dict[str, Any]:
        by_shape: dict[str, list[Operation]] = {}
        for path in self.contract.paths():
            operation = self.contract.operation(path)
            if operation is not None:
                by_shape.setdefault(path_shape(operation.url), []).append(operation)
        return {
            group[0].url: self.path_item(group) for group in sorted(by_shape.values(), key=lambda group: group[0].url)
        }

    def path_item(self, operations: Sequence[Operation]) -> dict[str, Any]:
        by_method: dict[str, list[Operation]] = {}
        for operation in operations:
            by_method.setdefault(operation.method.lower(), []).append(with_url(operation, operations[0].url))
        return {method: self.operation(*merge_operations(group)) for method, group in sorted(by_method.items())}

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
            "x-unsent": [argument.name for argument in operation.accepted if argument.location == "unsent"],
            "x-gaps": list(operation.gaps),
        }
        return {key: value for key, value in written.items() if value}

    def only_twin(self, path: str) -> list[str]:
        having: list[str] = [twin for twin in TWINS if path in self.contract.twins[twin]]
        return having if len(having) < len(TWINS) else []

    def parameters(self, operation: Operation) -> list[dict[str, Any]]:
        sent = (parameter for parameter in operation.accepted if parameter.location in IN_PARAMETERS)
        constants = (constant for constant in operation.constants if constant[0] in IN_PARAMETERS)
        return [self.parameter(parameter) for parameter in sent] + [
            {"name": name, "in": location, "required": True, "schema": {"const": value}}
            for location, name, value in constants
        ]

    def parameter(self, parameter: Parameter) -> dict[str, Any]:
        is_path = parameter.location == "path"
        # A path parameter has no name on the wire; its name has to agree with the template.
        name = parameter.name if is_path else parameter.wire_name
        return {
            "name": name,
            "in": parameter.location,
            "required": is_path or parameter.required,
            "schema": self.argument(parameter),
            **self.style(parameter),
            **python_name(parameter.wire_name if is_path else parameter.name, name),
        }

    def style(self, parameter: Parameter) -> dict[str, Any]:
        if parameter.location != "query":
            return {}
        kinds = {member.kind for member in parameter.type.members}
        if kinds & {"model", "map"}:
            return {"style": "deepObject", "explode": True}  # name[key]=value
        return {"style": "form", "explode": True} if "list" in kinds else {}  # the name is repeated

    def argument(self, parameter: Parameter) -> Schema:
        """The schema of an argument: null is allowed only if JSON carries it and the SDK sends None as null."""
        in_json = parameter.location in {"field", "body"}
        keeps_null = in_json and parameter.on_none in {"null", "unknown"}
        schema = self.schemas.schema(parameter.type if keeps_null else parameter.type.without_null())
        default = _default(parameter)
        return schema if default is None else {**schema, "default": default}

    def body(self, operation: Operation) -> dict[str, Any] | None:
        sent = [parameter for parameter in operation.accepted if parameter.location in IN_BODY]
        constants = [constant for constant in operation.constants if constant[0] in IN_BODY]
        if not sent and not constants and operation.body == "none":
            return None
        content_type = operation.content_type or CONTENT_TYPES.get(operation.body, "application/json")
        # Without a field to send, SDKs send no body: a body of optional fields is optional.
        required = bool(constants) or any(parameter.required for parameter in sent)
        return {"required": required, "content": {content_type: {"schema": self.body_schema(sent, constants)}}}

    def body_schema(self, sent: Sequence[Parameter], constants: Sequence[tuple[str, str, str]]) -> Schema:
        whole = next((parameter for parameter in sent if parameter.location == "body"), None)
        if whole is not None:
            return {**self.argument(whole), "x-python-name": whole.name}
        properties = {
            parameter.wire_name: {**self.argument(parameter), **python_name(parameter.name, parameter.wire_name)}
            for parameter in sent
        }
        properties.update({name: {"const": value} for _, name, value in constants})
        required = [parameter.wire_name for parameter in sent if parameter.required] + [
            name for _, name, _ in constants
        ]
        return object_schema(properties, required)

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
                content = {"application/octet-stream": {"schema": self.schemas.schema(Type("bytes"))}}
                return {"200": {"description": "A stream of bytes", "content": content}}
            case "pager":
                schema, description = self.schemas.schema(operation.page or ANY), "A page"
            case _:
                schema, description = self.schemas.schema(operation.response), "A value"
        return {"200": {"description": description, "content": {"application/json": {"schema": schema}}}}

    def error_body(self, shape: ErrorShape) -> dict[str, Any]:
        if shape.body not in self.schemas.names:
            return {}
        return {"content": {"application/json": {"schema": self.schemas.reference(shape.body)}}}


def _default(parameter: Parameter) -> Any:
    """The value that is sent if the argument is not given."""
    if parameter.sent_default is None:
        return None if parameter.default == "omit" else parameter.default
    if {member.kind for member in parameter.type.members} <= {"integer", "number", "boolean", "null"}:
        return json.loads(parameter.sent_default.lower())
    return parameter.sent_default
