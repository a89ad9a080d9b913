"""A value that a schema forbids is replaced by one that it allows; a value that it allows stays."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conformance.generate.coerce_to_schema import SchemaCoercer
from conformance.generate.openapi import schema_validator

TREE = {
    "type": "object",
    "properties": {"name": {"type": "string", "maxLength": 3}, "child": {"$ref": "#/components/schemas/Tree"}},
    "required": ["name"],
}
RAW = {"components": {"schemas": {"Tree": TREE}}}
SCHEMAS: list[dict[str, Any]] = [
    {"type": "string", "enum": ["open", "closed"]},
    {"type": "string", "minLength": 5, "maxLength": 7},
    {"type": "string", "format": "email", "minLength": 1},
    {"type": "string", "format": "uri", "maxLength": 64},
    {"type": "string", "format": "uuid"},
    {"type": "string", "format": "date-time"},
    {"type": "string", "format": "date"},
    {"type": "string", "pattern": r"^-?\d{0,3}(?:\.\d{0,2})?$"},
    {"type": "integer", "minimum": 3, "maximum": 5},
    {"type": "integer", "exclusiveMinimum": 3, "exclusiveMaximum": 5},
    {"type": "integer", "multipleOf": 10, "minimum": 10},
    {"type": "number", "minimum": 0, "maximum": 1},
    {"type": "boolean"},
    {"type": ["string", "null"], "enum": ["a", None]},
    {"const": 7},
    {"type": "array", "items": {"type": "integer"}, "minItems": 2, "maxItems": 3},
    {"type": "array", "items": {"type": "string", "enum": ["a", "b"]}, "uniqueItems": True},
    {"type": "object", "properties": {"a": {"type": "integer"}}, "required": ["a"], "additionalProperties": False},
    {"type": "object", "additionalProperties": {"type": "integer"}},
    {"anyOf": [{"type": "integer"}, {"type": "null"}]},
    {"oneOf": [{"type": "string", "maxLength": 2}, {"type": "object", "required": ["id"]}]},
    {"allOf": [{"type": "object", "required": ["a"]}, {"properties": {"a": {"type": "string"}}}]},
    {"$ref": "#/components/schemas/Tree"},
]
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(["a", "name", "child"]), inner),
    max_leaves=6,
)
few = settings(max_examples=40, database=None, derandomize=True, deadline=None)


@pytest.mark.parametrize("schema", SCHEMAS, ids=str)
def test_whatever_is_given_the_schema_allows_what_comes_back(schema: dict[str, Any]) -> None:
    fitting, judge = SchemaCoercer(RAW), schema_validator(RAW, schema)

    @few
    @given(values)
    def holds(value: Any) -> None:
        fitted = fitting.fit(value, schema)
        assert judge(fitted) == []
        if not judge(value):
            assert fitted == value

    holds()


@pytest.mark.parametrize(
    ("value", "schema", "fitted"),
    [
        (1001, {"type": "integer", "maximum": 365}, 365),
        ("a telling text", {"type": "string", "maxLength": 9}, "a telling"),
        ("a", {"type": "string", "minLength": 3}, "aaa"),
        ({"a": None, "b": 1}, {"type": "object", "properties": {"a": {"type": "integer"}}}, {"b": 1}),
        (["x", 2], {"type": "array", "items": {"type": "integer"}}, [1, 2]),
        ({"name": "Tree", "child": {}}, {"$ref": "#/components/schemas/Tree"}, {"name": "Tre", "child": {"name": "a"}}),
        (None, {"anyOf": [{"type": "null"}, {"type": "integer"}]}, None),
        ("text", {"anyOf": [{"type": "null"}, {"type": "integer"}]}, 1),
        ({"anything": ["goes"]}, {}, {"anything": ["goes"]}),
    ],
    ids=repr,
)
def test_the_coerced_value_is_near_to_the_given_one(value: Any, schema: dict[str, Any], fitted: Any) -> None:
    assert SchemaCoercer(RAW).fit(value, schema) == fitted


def test_two_different_texts_stay_different() -> None:
    fitting, schema = SchemaCoercer({}), {"type": "string", "format": "email"}
    assert fitting.fit("first name", schema) != fitting.fit("last name", schema)


def test_a_value_that_cannot_be_coerced_is_returned_unchanged() -> None:
    assert SchemaCoercer({}).fit("text", {"type": "string", "pattern": "^unguessable-[0-9]{9}$"}) == "text"


def test_items_and_fields_that_cannot_be_coerced_are_left_out() -> None:
    impossible = {"type": "object", "oneOf": [{"title": "one"}, {"title": "other"}]}
    schema = {"type": "object", "properties": {"list": {"type": "array", "items": impossible}, "field": impossible}}
    assert SchemaCoercer({}).fit({"list": [1, 2], "field": "text", "kept": 1}, schema) == {"list": [], "kept": 1}
