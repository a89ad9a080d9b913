"""Reads an OpenAPI document: from a file in JSON or YAML, or from what a server sent."""

from __future__ import annotations

import json
import keyword
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from conformance.contract.document import METHODS, Document, SpecOperation, SpecParameter, is_json
from conformance.contract.external_references import BrokenReferenceError, inline_external, require_targets
from conformance.contract.references import Schema, properties_of, resolve
from conformance.contract.server_paths import server_paths
from conformance.contract.swagger import to_openapi_3
from conformance.errors import EnvironmentFailed, UsageError, unreadable_reason
from conformance.extras import install_command
from conformance.targets.target import SpecExtensions

NO_EXTENSIONS: Final = SpecExtensions()
_VERSIONS: Final = (("openapi", "OpenAPI"), ("swagger", "Swagger"))


def load_document(file: Path, extensions: SpecExtensions = NO_EXTENSIONS) -> Document:
    """Read an OpenAPI 3.0 or 3.1 or Swagger 2.0 document, in JSON or YAML, with the files that it refers to.

    `extensions` name the `x-` keys that count (`Target.spec_extensions`).
    Raises UsageError: a file is unreadable, neither JSON nor YAML, or no OpenAPI document, or a reference is broken.
    Raises EnvironmentFailed: PyYAML is not installed.
    """
    raw = _read_file(file)
    _require_openapi(raw, str(file))
    try:
        raw = inline_external(raw, file, _read_file)
        require_targets(raw)
    except BrokenReferenceError as error:
        raise UsageError(
            f"--spec {file}: {error}.\n"
            "  Allowed: references into the document, and into files by relative paths; nothing is downloaded."
        ) from None
    return read_document(raw, extensions, str(file))


def _read_file(file: Path) -> Any:
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(
            f"--spec {file}: cannot be read: {unreadable_reason(error)}.\n  Give a file with an OpenAPI document."
        ) from None
    return _parse(text, file)


def read_document(raw: Any, extensions: SpecExtensions = NO_EXTENSIONS, origin: str = "document") -> Document:
    """The document in parsed JSON or YAML. Raises UsageError, which names `origin`, if it is no OpenAPI document."""
    _require_openapi(raw, origin)
    try:
        raw = to_openapi_3(raw) if "swagger" in raw else raw
        info = raw.get("info") or {}
        operations = tuple(_Reader(raw, extensions).operations())
        return Document(str(info.get("title", "")), str(info.get("version", "")), operations, raw)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise UsageError(
            f"--spec {origin}: the OpenAPI document is malformed: {type(error).__name__}: {error}\n"
            "  Validate it, for example with openapi-spec-validator."
        ) from None


def _parse(text: str, file: Path) -> Any:
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
            f"  Install it with: {install_command('openapi')}\n  Or give the document as JSON."
        ) from None
    try:
        # The C loader reads a document of one megabyte in a quarter of a second, the Python loader in four seconds.
        return yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506  # both are safe
    except (yaml.YAMLError, ValueError) as error:
        raise UsageError(
            f"--spec {file}: neither JSON nor YAML: {error}\n  Expected: an OpenAPI document in either."
        ) from None


def _require_openapi(raw: Any, origin: str) -> None:
    has_paths = isinstance(raw, dict) and isinstance(raw.get("paths"), dict)
    if has_paths and (re.match(r"3\.[01]\b", str(raw.get("openapi"))) or str(raw.get("swagger")) == "2.0"):
        return
    version = isinstance(raw, dict) and next((f"{name} {raw[key]}" for key, name in _VERSIONS if key in raw), "")
    if not isinstance(raw, dict):
        got = f"a {type(raw).__name__}"
    elif not version:
        got = "an object without the key `openapi`"
    elif not has_paths:
        got = f"{version} without `paths`"
    else:
        got = version
    raise UsageError(
        f"--spec {origin}: got {got}.\n  Expected: an OpenAPI document of version 3.0 or 3.1, or Swagger 2.0."
    )


@dataclass(frozen=True, slots=True)
class _Reader:
    raw: dict[str, Any]
    extensions: SpecExtensions

    def operations(self) -> Iterator[SpecOperation]:
        for path, given in self.raw["paths"].items():
            item = resolve(self.raw, given)
            for method in METHODS:
                if method in item:
                    yield self.operation(str(path), method, item, item[method])

    def operation(self, path: str, method: str, item: Schema, data: Schema) -> SpecOperation:
        body = resolve(self.raw, data.get("requestBody") or {})
        content_type, body_schema = self.content(body)
        return SpecOperation(
            id=str(data.get("operationId", "")),
            method=method.upper(),
            path=path,
            server_paths=server_paths(self.raw, item, data),
            sdk_path=self.sdk_path(data),
            parameters=tuple(self.parameters(item.get("parameters") or [], data.get("parameters") or [])),
            body_schema=body_schema,
            body_content_type=content_type,
            body_content_types=tuple(body.get("content") or ()),
            body_required=bool(body.get("required")),
            body_fields=properties_of(self.raw, body_schema or {}),
            responses={
                str(status): self.content(resolve(self.raw, response))[1]
                for status, response in (data.get("responses") or {}).items()
            },
            internal=bool(data.get("x-internal")) or "internal" in _names(data.get(self.extensions.audience)),
            deprecated=bool(data.get("deprecated")),
        )

    def sdk_path(self, data: Schema) -> str | None:
        steps = [step for key in self.extensions.method for step in _names(data.get(key))]
        # Without the last key, the method's, the others only name a group.
        has_method = bool(self.extensions.method) and bool(_names(data.get(self.extensions.method[-1])))
        return ".".join(snake_case(part) for step in steps for part in step.split(".")) if has_method else None

    def parameters(self, shared: list[Any], own: list[Any]) -> Iterator[SpecParameter]:
        """The parameters of path and operation; those of the operation take precedence."""
        found: dict[tuple[str, str], Schema] = {}
        for given in (*shared, *own):
            data = resolve(self.raw, given)
            found[data["in"], data["name"]] = data
        for (location, name), data in found.items():
            schema = data["schema"] if "schema" in data else self.content(data)[1]
            yield SpecParameter(
                name=name,
                location=location,
                required=location == "path" or bool(data.get("required")),
                schema=schema or {},
                description=str(data.get("description") or ""),
            )

    def content(self, data: Schema) -> tuple[str | None, Schema | None]:
        """The content type to use and its schema: JSON if possible, or else the first."""
        content = data.get("content") or {}
        content_type = next((name for name in content if is_json(name)), next(iter(content), None))
        return content_type, None if content_type is None else (content[content_type] or {}).get("schema")


def _names(value: Any) -> list[str]:
    """A name or a list of names as a list."""
    return [value] if isinstance(value, str) else [str(name) for name in value or []]


def snake_case(name: str) -> str:
    """A name as Python SDKs write it: `export_storage` for `exportStorage`, `import_` for `import`."""
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", name)
    snake = re.sub(r"\W+", "_", spaced).lower()
    return f"{snake}_" if keyword.iskeyword(snake) else snake
