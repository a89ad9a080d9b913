"""An error of a schema names the field that it is about."""

from __future__ import annotations

from typing import Any

import pytest

from conformance.generate.openapi import schema_validator

ITEM: dict[str, Any] = {
    "type": "object",
    "required": ["id"],
    "properties": {"id": {"type": "integer"}, "name": {"type": "string"}},
}
CLOSED: dict[str, Any] = {**ITEM, "additionalProperties": False}


def errors(schema: dict[str, Any], value: Any) -> dict[str, str]:
    """The texts of the errors, by place."""
    found = schema_validator({}, schema, request=False)(value)
    return dict(text.split(": ", 1) for text in found)


@pytest.mark.parametrize(
    ("schema", "value", "places"),
    [
        (ITEM, {}, ["/id"]),
        (CLOSED, {"id": 1, "a": 1, "b": 2}, ["/a", "/b"]),
        ({"type": "array", "items": ITEM}, [{"id": 1}, {"name": "x"}], ["/1/id"]),
        ({"anyOf": [ITEM, {"type": "null"}]}, {"id": "x"}, ["/id"]),
        ({"oneOf": [{"type": "string"}, {"type": "array", "items": ITEM}]}, [{"id": 1}, {"id": None}], ["/1/id"]),
        ({"properties": {"a": {"oneOf": [CLOSED, {"type": "integer"}]}}}, {"a": {"id": 1, "c": 2}}, ["/a/c"]),
        ({"anyOf": [{"anyOf": [ITEM]}, {"type": "null"}]}, {"name": 3, "id": 1}, ["/name"]),
        ({"anyOf": [{"type": "string"}, {"type": "null"}]}, {"id": 1}, ["(whole)"]),
        ({"properties": {"a/b": {"required": ["c~d"]}}}, {"a/b": {}}, ["/a~1b/c~0d"]),
    ],
)
def test_an_error_names_the_field_inside_the_object(schema: dict[str, Any], value: Any, places: list[str]) -> None:
    assert list(errors(schema, value)) == places


def test_a_message_describes_a_large_value_in_a_few_words() -> None:
    large = [{"id": number, "name": "x" * 50} for number in range(100)]
    assert errors({"type": "string"}, large) == {"(whole)": 'list of 100 is not of type "string"'}
    text = errors({"anyOf": [{"type": "string"}, {"type": "null"}]}, large)["(whole)"]
    assert text.startswith("list of 100 is not valid")
