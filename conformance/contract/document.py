"""An OpenAPI document that a user gives (`--spec FILE`), as frozen values, and its ties to a contract.

References are resolved where something is asked for and no deeper: parameters, bodies and responses at their top level.
Schemas stay as they were written; `conformance.generate.openapi` generates from them and validates with them.
"""

from __future__ import annotations

import json
import keyword
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from conformance.contract.model import Contract
from conformance.contract.url_shape import path_shape, shape_of
from conformance.errors import EnvironmentFailed, UsageError
from conformance.targets.target import SpecExtensions

METHODS: Final = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
HEADERS_OF_OTHERS: Final = frozenset({"accept", "authorization", "content-type"})
JSON_TYPE: Final = "application/json"
NO_EXTENSIONS: Final = SpecExtensions()
REFERENCES: Final = 20  # a chain longer than this goes in a circle
Schema = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class SpecParameter:
    """One parameter outside the body. `location` is path, query, header or cookie."""

    name: str
    location: str
    required: bool
    schema: Schema


@dataclass(frozen=True, slots=True, kw_only=True)
class SpecOperation:
    """One operation of the document.

    `sdk_path` is the attribute path that the document asks SDKs for, None where it asks for none. `internal` operations
    are not meant for SDKs. Of several content types of a body JSON is taken, `body_content_types` has all of them;
    `body_fields` are its properties with whether each is required, {} where the body is no object. `responses` has the
    schema of each status' JSON.
    """

    id: str
    method: str
    path: str
    sdk_path: str | None
    parameters: tuple[SpecParameter, ...]
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
        """The operation as a reader of the document looks for it: verb and path."""
        return f"{self.method} {self.path}"

    @property
    def arguments(self) -> dict[tuple[str, str], bool]:
        """What a caller gives in query, header and body, as (where, name), and whether it is required.

        Left out are the headers that OpenAPI gives to others, and what the server only answers with.
        """
        own = [each for each in self.parameters if each.location in {"query", "header"}]
        outside = {
            (each.location, each.name.lower() if each.location == "header" else each.name): each.required
            for each in own
            if each.location != "header" or each.name.lower() not in HEADERS_OF_OTHERS
        }
        inside = {
            ("body", name): required
            for name, (schema, required) in self.body_fields.items()
            if not (isinstance(schema, dict) and schema.get("readOnly") is True)
        }
        return {**outside, **inside}


@dataclass(frozen=True, slots=True)
class Document:
    """One OpenAPI document. `version` is that of the API; `raw` the document as it was read."""

    title: str
    version: str
    operations: tuple[SpecOperation, ...]
    raw: dict[str, Any]

    def resolved(self, schema: Schema) -> Schema:
        """What a reference stands for; anything else is itself. Raises ValueError where it leads nowhere."""
        return _Reader(self.raw, NO_EXTENSIONS).resolved(schema)

    def properties(self, schema: Schema) -> dict[str, tuple[Schema, bool]]:
        """The properties of an object, those of `allOf` included, with whether each is required."""
        return _Reader(self.raw, NO_EXTENSIONS).fields(schema)


def load_document(file: Path, extensions: SpecExtensions = NO_EXTENSIONS) -> Document:
    """Read an OpenAPI 3.0 or 3.1 document, in JSON or YAML.

    `extensions` name the `x-` keys that count (`Target.spec_extensions`).
    Raises UsageError: unreadable, neither JSON nor YAML, or no such document; EnvironmentFailed: no YAML library.
    """
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"--spec {file}: cannot be read: {error}\n  Give a file with an OpenAPI document.") from None
    return read_document(_parsed(text, file), extensions, str(file))


def read_document(raw: Any, extensions: SpecExtensions = NO_EXTENSIONS, origin: str = "document") -> Document:
    """The document in what JSON or YAML gave. Raises UsageError, naming `origin`, where that is no OpenAPI 3."""
    _insist_on_openapi(raw, origin)
    try:
        info = raw.get("info") or {}
        operations = tuple(_Reader(raw, extensions).operations())
        return Document(str(info.get("title", "")), str(info.get("version", "")), operations, raw)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise UsageError(
            f"--spec {origin}: the OpenAPI document is malformed: {type(error).__name__}: {error}\n"
            "  Validate it, for example with openapi-spec-validator."
        ) from None


def match_operations(document: Document, contract: Contract) -> dict[str, SpecOperation]:
    """The operation of the document for each operation of the contract that has one, by the contract's path.

    The attribute path that the document asks for decides; where it asks for none, verb and path do, whatever the
    names of the path's parameters, and if need be without regard to a slash at the end. Internal operations that the
    SDK has nevertheless are matched too.
    """
    named = {operation.sdk_path: operation for operation in document.operations if operation.sdk_path}
    matched = {path: named[path] for path in contract.paths() if path in named}
    taken = {operation.label for operation in matched.values()}
    for shape in (path_shape, shape_of):
        free = {_key(each.method, each.path, shape): each for each in document.operations if each.label not in taken}
        for path in contract.paths():
            operation = contract.operation(path)
            if path in matched or operation is None:
                continue
            found = free.get(_key(operation.method, operation.url, shape))
            if found is not None:
                matched[path] = found
                taken.add(found.label)
    return dict(sorted(matched.items()))


def _key(method: str, path: str, shape: Callable[[str], str]) -> tuple[str, str]:
    return method.upper(), shape(path)


def snake_case(name: str) -> str:
    """A name as Python SDKs write it: `export_storage` for `exportStorage`, `import_` for `import`."""
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", name)
    snake = re.sub(r"\W+", "_", spaced).lower()
    return f"{snake}_" if keyword.iskeyword(snake) else snake


def _parsed(text: str, file: Path) -> Any:
    try:
        return json.loads(text)
    except ValueError as error:
        if file.suffix == ".json" or text.lstrip().startswith("{"):
            raise UsageError(f"--spec {file}: not JSON: {error}\n  Expected: an OpenAPI document.") from None
    try:
        import yaml  # noqa: PLC0415  # an optional extra
    except ImportError:
        raise EnvironmentFailed(
            f"--spec {file}: reading YAML needs PyYAML.\n"
            '  Install it with: pip install "label-studio-conformance[openapi]"; or give the document as JSON.'
        ) from None
    try:
        # The C loader reads a document of one megabyte in a quarter of a second, the other one in four seconds.
        return yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506  # both are safe
    except (yaml.YAMLError, ValueError) as error:
        raise UsageError(
            f"--spec {file}: neither JSON nor YAML: {error}\n  Expected: an OpenAPI document in either."
        ) from None


def _insist_on_openapi(raw: Any, origin: str) -> None:
    if isinstance(raw, dict) and isinstance(raw.get("paths"), dict) and re.match(r"3\.[01]\b", str(raw.get("openapi"))):
        return
    if isinstance(raw, dict) and "swagger" in raw:
        raise UsageError(
            f"--spec {origin}: this is Swagger {raw['swagger']}.\n"
            "  Expected: OpenAPI 3.0 or 3.1. Convert it, for example with swagger2openapi."
        )
    if not isinstance(raw, dict):
        got = f"a {type(raw).__name__}"
    elif "openapi" not in raw:
        got = "an object without the key `openapi`"
    elif not isinstance(raw.get("paths"), dict):
        got = f"OpenAPI {raw['openapi']} without `paths`"
    else:
        got = f"OpenAPI {raw['openapi']}"
    raise UsageError(f"--spec {origin}: got {got}.\n  Expected: an OpenAPI document of version 3.0 or 3.1.")


@dataclass(frozen=True, slots=True)
class _Reader:
    raw: dict[str, Any]
    extensions: SpecExtensions

    def operations(self) -> Iterator[SpecOperation]:
        for path, given in self.raw["paths"].items():
            item = self.resolved(given)
            for method in METHODS:
                if method in item:
                    yield self.operation(str(path), method, item, item[method])

    def operation(self, path: str, method: str, item: Schema, data: Schema) -> SpecOperation:
        body = self.resolved(data.get("requestBody") or {})
        content_type, body_schema = self.content(body)
        return SpecOperation(
            id=str(data.get("operationId", "")),
            method=method.upper(),
            path=path,
            sdk_path=self.sdk_path(data),
            parameters=tuple(self.parameters(item.get("parameters") or [], data.get("parameters") or [])),
            body_schema=body_schema,
            body_content_type=content_type,
            body_content_types=tuple(body.get("content") or ()),
            body_required=bool(body.get("required")),
            body_fields=self.fields(body_schema or {}),
            responses={
                str(status): self.content(self.resolved(response))[1]
                for status, response in (data.get("responses") or {}).items()
            },
            internal=bool(data.get("x-internal")) or "internal" in _names(data.get(self.extensions.audience)),
            deprecated=bool(data.get("deprecated")),
        )

    def sdk_path(self, data: Schema) -> str | None:
        steps = [step for key in self.extensions.method for step in _names(data.get(key))]
        # Without the last key, the method's, the others name a group only.
        named = bool(self.extensions.method) and bool(_names(data.get(self.extensions.method[-1])))
        return ".".join(snake_case(part) for step in steps for part in step.split(".")) if named else None

    def parameters(self, shared: list[Any], own: list[Any]) -> Iterator[SpecParameter]:
        """The parameters of path and operation; the operation's replace the path's."""
        found: dict[tuple[str, str], Schema] = {}
        for given in (*shared, *own):
            data = self.resolved(given)
            found[data["in"], data["name"]] = data
        for (location, name), data in found.items():
            schema = data["schema"] if "schema" in data else self.content(data)[1]
            yield SpecParameter(
                name=name,
                location=location,
                required=location == "path" or bool(data.get("required")),
                schema=schema or {},
            )

    def content(self, data: Schema) -> tuple[str | None, Schema | None]:
        """The content type that counts and its schema: JSON where there is any, otherwise the first."""
        content = data.get("content") or {}
        content_type = next((name for name in content if is_json(name)), next(iter(content), None))
        return content_type, None if content_type is None else (content[content_type] or {}).get("schema")

    def fields(self, schema: Schema) -> dict[str, tuple[Schema, bool]]:
        """The properties of an object, those of `allOf` included."""
        whole = self.resolved(schema)
        properties: Schema = {}
        required: set[str] = set()
        for part in self.parts(whole, REFERENCES):
            properties.update(part.get("properties") or {})
            required.update(part.get("required") or [])
        return {str(name): (inner, name in required) for name, inner in properties.items()}

    def parts(self, schema: Schema, depth: int) -> Iterator[Schema]:
        for part in (schema.get("allOf") or []) if depth else []:
            yield from self.parts(self.resolved(part), depth - 1)
        yield schema

    def resolved(self, data: Any) -> Schema:
        """What a reference inside the document stands for; anything else is itself."""
        for _ in range(REFERENCES):
            if not isinstance(data, dict):
                raise TypeError(f"expected an object, got {data!r}")
            if not isinstance(data.get("$ref"), str):
                return data
            data = self.target(data["$ref"])
        raise ValueError("a reference that leads to itself")

    def target(self, reference: str) -> Any:
        if not reference.startswith("#/"):
            raise ValueError(f"$ref {reference!r} leads out of the document")
        found: Any = self.raw
        for step in reference[2:].split("/"):
            key = step.replace("~1", "/").replace("~0", "~")
            if not isinstance(found, dict) or key not in found:
                raise ValueError(f"$ref {reference!r} leads nowhere")
            found = found[key]
        return found


def _names(value: Any) -> list[str]:
    """A name or a list of names as a list."""
    return [value] if isinstance(value, str) else [str(each) for each in value or []]


def is_json(content_type: str) -> bool:
    """Whether a content type is JSON, by itself or by its suffix."""
    essence = content_type.partition(";")[0].strip().lower()
    return essence == JSON_TYPE or essence.endswith("+json")
