"""Coercion of a value to a schema of an OpenAPI document: the nearest value that the schema allows.

Only forbidden parts are replaced, so that distinctive samples stay distinctive. A value that cannot be fitted (no guess
matches a pattern) is returned unchanged; the validator judges it. Import this module only when a document was given.
"""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from conformance.generate.openapi import Schema, Validator, schema_validator, to_json_schema

MAX_DEPTH: Final = 12  # a schema may contain itself
_NULL: Final = {"type": "null"}
_NAMES: Final = {
    bool: "boolean", int: "integer", float: "number", str: "string", list: "array", dict: "object", type(None): "null",
}  # fmt: skip
_GUESSES: Final = ("1", "0.5", "a", "A", "a1", "A-1", "00000000", "#a0b1c2")  # for patterns
_FORMATS: Final[Mapping[str, Callable[[str], str]]] = {
    "date-time": lambda _: "2025-03-04T05:06:07Z",
    "date": lambda _: "2025-03-04",
    "time": lambda _: "05:06:07Z",
    "duration": lambda _: "PT1S",
    "email": "{}@example.com".format,
    "idn-email": "{}@example.com".format,
    "hostname": "{}.example.com".format,
    "uri": "https://example.com/{}".format,
    "uri-reference": "/{}".format,
    "uuid": lambda mark: str(uuid.uuid5(uuid.NAMESPACE_URL, mark)),
    "ipv4": lambda _: "192.0.2.1",
    "ipv6": lambda _: "2001:db8::1",
}


class SchemaCoercer:
    """Coerces JSON values to the schemas of one document."""

    def __init__(self, document_raw: dict[str, Any]) -> None:
        self.raw = document_raw
        self._validators: dict[str, Validator] = {}
        self._targets: dict[str, Schema | bool] = {}

    def fit(self, value: Any, schema: Schema | bool, depth: int = 0) -> Any:
        """The value if the schema allows it, or else the nearest allowed one."""
        schema = self._merge_all_of(schema)
        if not isinstance(schema, dict) or depth > MAX_DEPTH:
            return value
        for key in ("anyOf", "oneOf"):
            if key in schema:
                value = self._one_of(value, key, schema[key], depth + 1)
        if "const" in schema:
            return schema["const"]
        if "enum" in schema:
            return _member(value, schema["enum"])
        match _kind(value, schema):
            case "object":
                return self._object(value, schema, depth + 1)
            case "array":
                return self._array(value, schema, depth + 1)
            case "string":
                return self._string(value, schema)
            case "integer" | "number" as kind:
                return _number(value, schema, whole=kind == "integer")
            case "boolean":
                return value if isinstance(value, bool) else False
            case "null":
                return None
        return value

    def allows_null(self, schema: Schema | bool) -> bool:
        """Whether null is a value of the schema."""
        return not self._validator(schema)(None)

    def _resolve(self, schema: Schema | bool) -> Schema | bool:
        if not isinstance(schema, dict) or "$ref" not in schema:
            return schema
        reference = str(schema["$ref"])
        if reference not in self._targets:
            found: Any = self.raw
            for step in reference.removeprefix("#/").split("/"):
                key = step.replace("~1", "/").replace("~0", "~")
                found = found.get(key, {}) if isinstance(found, dict) else {}
            self._targets[reference] = to_json_schema(self.raw, found)
        return self._resolve(self._targets[reference])

    def _merge_all_of(self, schema: Schema | bool, depth: int = 0) -> Schema | bool:
        """A resolved schema merged with the parts of its `allOf`; its own keys take precedence."""
        schema = self._resolve(schema)
        if not isinstance(schema, dict) or not schema.get("allOf") or depth > MAX_DEPTH:
            return schema
        merged: Schema = {}
        own = {key: value for key, value in schema.items() if key != "allOf"}
        for part in (*(self._merge_all_of(part, depth + 1) for part in schema["allOf"]), own):
            if isinstance(part, dict):
                properties = {**merged.get("properties", {}), **part.get("properties", {})}
                required = [*merged.get("required", ()), *part.get("required", ())]
                merged = {**merged, **part, "properties": properties, "required": required}
        return merged

    def _validator(self, schema: Any) -> Validator:
        key = json.dumps(schema, sort_keys=True)
        if key not in self._validators:
            # A schema without references compiles much faster without the document.
            self._validators[key] = schema_validator(self.raw if '"$ref"' in key else {}, schema)
        return self._validators[key]

    def _one_of(self, value: Any, key: str, alternatives: list[Any], depth: int) -> Any:
        is_invalid = self._validator({key: alternatives})
        if not is_invalid(value):
            return value
        null_last = sorted(alternatives, key=lambda schema: self._resolve(schema) == _NULL)
        fitted = (self.fit(value, schema, depth) for schema in null_last)
        return next((candidate for candidate in fitted if not is_invalid(candidate)), value)

    def _object(self, value: Any, schema: Schema, depth: int) -> dict[str, Any]:
        properties, others = schema.get("properties", {}), schema.get("additionalProperties", True)
        required = schema.get("required", ())
        fitted = {}
        for name, item in (value if isinstance(value, dict) else {}).items():
            inner = properties.get(name, others)
            fit = item if item is None and name not in required else self.fit(item, inner, depth)
            # An optional property that cannot be fitted is left out.
            if inner is not False and (name in required or not self._validator(inner)(fit)):
                fitted[name] = fit
        for name in required:
            if name not in fitted:
                fitted[name] = self.fit(None, properties.get(name, True), depth)
        return fitted

    def _array(self, value: Any, schema: Schema, depth: int) -> list[Any]:
        inner = schema.get("items", True)
        items = [self.fit(item, inner, depth) for item in (value if isinstance(value, list) else [])]
        fitted = [item for item in items if not self._validator(inner)(item)]
        if schema.get("uniqueItems"):
            fitted = [item for number, item in enumerate(fitted) if item not in fitted[:number]]
        missing = schema.get("minItems", 0) - len(fitted)
        fitted += [self.fit(number, inner, depth) for number in range(missing)]
        return fitted[: schema.get("maxItems")]

    def _string(self, value: Any, schema: Schema) -> Any:
        own = {key: item for key, item in schema.items() if key not in {"anyOf", "oneOf", "allOf"}}
        is_invalid = self._validator(own)
        return next((text for text in _texts(value, schema) if not is_invalid(text)), value)


def _texts(value: Any, schema: Schema) -> Iterator[str]:
    """Candidates for a string, the nearest to the value first."""
    text = value if isinstance(value, str) else "a"
    yield text
    yield text.ljust(schema.get("minLength", 0), "a")[: schema.get("maxLength")]
    # A mark of the original text keeps different values different.
    mark = _mark(value)
    if schema.get("format") in _FORMATS:
        yield _FORMATS[schema["format"]](mark)
    yield from (text for text in (schema.get("default"), schema.get("example")) if isinstance(text, str))
    yield from _GUESSES


def _kind(value: Any, schema: Schema) -> str:
    """The JSON type to give to the value: its own if the schema allows that."""
    declared = schema.get("type")
    kinds = [declared] if isinstance(declared, str) else declared or []
    own = _NAMES.get(type(value), "")
    if own in kinds or (own == "integer" and "number" in kinds):
        return own
    if not kinds:
        return "object" if "properties" in schema and isinstance(value, dict) else ""
    return str(next((kind for kind in kinds if kind != "null"), kinds[0]))


def _member(value: Any, members: list[Any]) -> Any:
    if any(type(member) is type(value) and member == value for member in members):
        return value
    choices = [member for member in members if member is not None] or members
    return choices[int(_mark(value), 16) % len(choices)]


def _mark(value: Any) -> str:
    return hashlib.sha256(repr(value).encode("utf-8", "backslashreplace")).hexdigest()[:8]


def _number(value: Any, schema: Schema, *, whole: bool) -> Any:
    number = value if isinstance(value, int | float) and not isinstance(value, bool) else 1
    number = int(number) if whole and number != int(number) else number
    step = schema.get("multipleOf", 1)
    if "exclusiveMinimum" in schema and number <= schema["exclusiveMinimum"]:
        number = schema["exclusiveMinimum"] + step
    if "exclusiveMaximum" in schema and number >= schema["exclusiveMaximum"]:
        number = schema["exclusiveMaximum"] - step
    number = max(number, schema.get("minimum", number))
    number = min(number, schema.get("maximum", number))
    if "multipleOf" in schema and number % step:
        number -= number % step
        number += step if number < schema.get("minimum", number) else 0
    return number
