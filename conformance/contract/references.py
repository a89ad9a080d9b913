"""References inside an OpenAPI document, and the properties of objects that use them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

MAX_REFERENCES: Final = 20  # a longer chain is a circle
Schema = dict[str, Any]


def properties_of(raw: Schema, schema: Schema) -> dict[str, tuple[Schema, bool]]:
    """The properties of an object, including those of `allOf`."""
    whole = resolve(raw, schema)
    properties: Schema = {}
    required: set[str] = set()
    for part in _parts(raw, whole, MAX_REFERENCES):
        properties.update(part.get("properties") or {})
        required.update(part.get("required") or [])
    return {str(name): (inner, name in required) for name, inner in properties.items()}


def _parts(raw: Schema, schema: Schema, depth: int) -> Iterator[Schema]:
    for part in (schema.get("allOf") or []) if depth else []:
        yield from _parts(raw, resolve(raw, part), depth - 1)
    yield schema


def resolve(raw: Schema, data: Any) -> Schema:
    """The target of a reference inside the document, or the data itself."""
    for _ in range(MAX_REFERENCES):
        if not isinstance(data, dict):
            raise TypeError(f"expected an object, got {data!r}")
        if not isinstance(data.get("$ref"), str):
            return data
        data = _target(raw, data["$ref"])
    raise ValueError("a circular reference")


def _target(raw: Schema, reference: str) -> Any:
    if not reference.startswith("#/"):
        raise ValueError(f"$ref {reference!r} leads out of the document")
    found: Any = raw
    for step in reference[2:].split("/"):
        key = step.replace("~1", "/").replace("~0", "~")
        if not isinstance(found, dict) or key not in found:
            raise ValueError(f"$ref {reference!r} leads nowhere")
        found = found[key]
    return found
