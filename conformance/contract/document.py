"""The OpenAPI document of `--spec FILE` or of a server, as frozen values, and its operations by those of a contract.

References are resolved only at the top level of parameters, bodies and responses. Schemas stay as written;
`conformance.generate.openapi` generates from them and validates with them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from conformance.contract.model import Contract
from conformance.contract.references import Schema, properties_of, resolve
from conformance.contract.url_shape import path_shape, shape_of
from conformance.targets.target import SpecExtensions

METHODS: Final = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
RESERVED_HEADERS: Final = frozenset({"accept", "authorization", "content-type"})
JSON_TYPE: Final = "application/json"
NO_EXTENSIONS: Final = SpecExtensions()
MAX_REFERENCES: Final = 20  # a longer chain is a circle


@dataclass(frozen=True, slots=True, kw_only=True)
class SpecParameter:
    """One parameter outside the body. `location` is path, query, header or cookie."""

    name: str
    location: str
    required: bool
    schema: Schema
    description: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SpecOperation:
    """One operation of the document.

    `server_paths` are the paths of the servers, below which `path` is: see `contract.server_paths`.
    `sdk_path` is the attribute path that the document gives to SDKs, None if it gives none. `internal` operations are
    not for SDKs. JSON is preferred among the content types of a body, `body_content_types` has all of them.
    `body_fields` has the schema of each property and whether it is required, {} if the body is not an object.
    `responses` has the schema of the JSON of each status.
    """

    id: str
    method: str
    path: str
    sdk_path: str | None
    parameters: tuple[SpecParameter, ...]
    server_paths: tuple[str, ...] = ()
    body_schema: Schema | None = None
    body_content_type: str | None = None
    body_content_types: tuple[str, ...] = ()
    body_required: bool = False
    body_fields: Mapping[str, tuple[Schema, bool]] = field(default_factory=dict)
    responses: Mapping[str, Schema | None] = field(default_factory=dict)
    internal: bool = False
    deprecated: bool = False

    @property
    def label(self) -> str:
        """The operation as it is found in the document: verb and path."""
        return f"{self.method} {self.path}"

    @property
    def arguments(self) -> dict[tuple[str, str], bool]:
        """The arguments in query, headers and body, as (location, name), and whether each is required.

        The headers that OpenAPI reserves and read-only properties are left out.
        """
        outside = {}
        for parameter in self.parameters:
            name = parameter.name.lower() if parameter.location == "header" else parameter.name
            is_reserved = parameter.location == "header" and name in RESERVED_HEADERS
            if parameter.location in {"query", "header"} and not is_reserved:
                outside[parameter.location, name] = parameter.required
        inside = {
            ("body", name): required
            for name, (schema, required) in self.body_fields.items()
            if not (isinstance(schema, dict) and schema.get("readOnly") is True)
        }
        return {**outside, **inside}


@dataclass(frozen=True, slots=True)
class Document:
    """One OpenAPI document. `version` is the API's, `raw` the document as it was read.

    `adapted` says how the paths of the operations differ from those in the document: see `contract.server_paths`.
    """

    title: str
    version: str
    operations: tuple[SpecOperation, ...]
    raw: dict[str, Any]
    adapted: str = ""

    def resolved(self, schema: Schema) -> Schema:
        """The target of a reference, or the schema itself. Raises ValueError if the reference leads nowhere."""
        return resolve(self.raw, schema)

    def properties(self, schema: Schema) -> dict[str, tuple[Schema, bool]]:
        """The properties of an object, including those of `allOf`, and whether each is required."""
        return properties_of(self.raw, schema)


def match_operations(document: Document, contract: Contract) -> dict[str, SpecOperation]:
    """The operations of the document by the paths of the contract's operations that they describe.

    The attribute path that the document gives decides; if it gives none, verb and path do, whatever the names of the
    path's parameters, and if necessary without the slash at the end. Internal operations are matched, too.
    """
    named = {operation.sdk_path: operation for operation in document.operations if operation.sdk_path}
    matched = {path: named[path] for path in contract.paths() if path in named}
    taken = {operation.label for operation in matched.values()}
    for shape in (path_shape, shape_of):
        free = {
            _match_key(spec.method, spec.path, shape): spec for spec in document.operations if spec.label not in taken
        }
        for path in contract.paths():
            operation = contract.operation(path)
            if path in matched or operation is None:
                continue
            spec = free.get(_match_key(operation.method, operation.url, shape))
            if spec is not None:
                matched[path] = spec
                taken.add(spec.label)
    return dict(sorted(matched.items()))


def _match_key(method: str, path: str, shape: Callable[[str], str]) -> tuple[str, str]:
    return method.upper(), shape(path)


def is_json(content_type: str) -> bool:
    """Whether a content type is JSON or ends with `+json`."""
    essence = content_type.partition(";")[0].strip().lower()
    return essence == JSON_TYPE or essence.endswith("+json")
