"""Sent values compared with returned ones: which conversions a server may apply, and which change the value."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given

from conformance.contract.model import Parameter
from conformance.contract.types import Type
from conformance.exchange.response_match import (
    declared_place,
    described_differences,
    is_ordered,
    is_reflected,
    matches_filter,
    named_strings,
    selects_content,
    unreflected,
)
from conformance.exchange.sequence import is_later
from tests.exchange.test_structure import JSON

KEPT: list[tuple[Any, Any]] = [
    ("A", "A"),
    ("A", " A "),
    ("", None),
    (None, "the server's own"),
    ([], None),
    (7, {"id": 7, "name": "x"}),
    ("x", {"id": 7, "name": "x"}),
    ([7, 8], [{"id": 8}, {"id": 7}]),
    (["a", "b"], ["b", "a"]),
    ({"a": 1}, {"a": 1, "b": "added"}),
    ({"a": {"b": [1]}}, {"a": {"b": [1], "c": 2}}),
    (1, 1.0),
    (0.1 + 0.2, 0.3),
    ("7", 7),
    (True, "true"),
    ("2025-03-04T05:06:07Z", "2025-03-04T06:06:07+01:00"),
]
CHANGED: list[tuple[Any, Any]] = [
    ("A", "B"),
    ("A", None),
    ("A", ""),
    (7, {"id": 8}),
    ([7, 8], [7]),
    ([7], [7, 8]),
    ([1, 1], [1, 2]),
    ({"a": 1}, {"b": 1}),
    ({"a": 1}, {}),
    ({"a": 1}, None),
    (1, 2),
    (True, False),
    (False, None),
    (0, None),
    ("x", ["x"]),
]


@pytest.mark.parametrize(("sent", "got"), KEPT, ids=str)
def test_a_server_may_complete_and_spell_a_value(sent: Any, got: Any) -> None:
    assert is_reflected(sent, got)


@pytest.mark.parametrize(("sent", "got"), CHANGED, ids=str)
def test_another_value_is_reported(sent: Any, got: Any) -> None:
    assert not is_reflected(sent, got)


@given(JSON)
def test_a_value_that_is_returned_unchanged_was_stored(payload: Any) -> None:
    assert is_reflected(payload, payload)


@pytest.mark.parametrize(("item", "wanted", "fits"), [
    ({"project": 7}, 7, True),
    ({"project": 7}, 8, False),
    ({"project": {"id": 7}}, 7, True),
    ({"project": 7}, [6, 7], True),
    ({"project": 7}, [], True),
    ({"project": 7}, "6,7", True),
    ({"project": 7}, "6, 8", False),
    ({"project": [6, 7]}, 7, True),
    ({"project": "A Title"}, "title", True),
    ({"project": "A Title"}, "book", False),
    ({"other": 1}, 8, True),
    ("no object", 8, True),
])  # fmt: skip
def test_an_item_fits_a_filter_as_far_as_it_shows(item: Any, wanted: Any, fits: bool) -> None:
    assert matches_filter(item, "project", wanted) == fits


@pytest.mark.parametrize(("values", "ordering", "fits"), [
    ([1, 2, 2], "id", True),
    ([2, 1], "id", False),
    ([2, 1], "-id", True),
    ([1, 2], "-id", False),
    ([2, 1], "other", True),
    ([1, "a"], "id", True),
    ([2, None, 1], "id", False),
    (["b", "A"], "id", True),  # collation
    (["2025-01-02", "2025-01-01"], "id", False),
    ([2, 1], "-id,title", True),
])  # fmt: skip
def test_an_order_is_judged_as_far_as_possible(values: list[Any], ordering: str, fits: bool) -> None:
    assert is_ordered([{"id": value} for value in values], ordering) == fits


def test_texts_are_found_with_the_field_that_they_are_in() -> None:
    assert list(named_strings({"a": ["x", {"b": "y"}], "c": 1})) == [("a", "x"), ("b", "y")]


def test_a_later_time_matches_an_earlier_one() -> None:
    assert is_later("2025-03-04T05:06:07Z", "2025-03-04T05:06:08Z")
    assert not is_later("2025-03-04T05:06:07Z", "2025-03-04T05:06:06Z")
    assert not is_later("A", "B")
    assert not is_later(1, 2)


@pytest.mark.parametrize("wanted", [[11], ["11"], "11", "[11]", '["11", "12"]', "11,12", "11, 12", 11])
def test_an_id_is_found_in_a_list_however_it_was_requested(wanted: Any) -> None:
    assert matches_filter({"id": 11}, "id", wanted)
    assert not matches_filter({"id": 110}, "id", wanted)


def parameter(name: str, kind: str = "boolean") -> Parameter:
    """An optional query parameter."""
    return Parameter(name=name, wire_name=name, location="query", type=Type(kind), required=False)


@pytest.mark.parametrize(
    ("name", "value", "items", "all_items"),
    [
        ("include_tasks", True, [{"id": 1}], None),
        ("with_members", True, [{"id": 1}], None),
        ("fields", "task_only", [{"id": 1, "fields": "all"}], None),
        ("contributed_to_projects", True, [{"contributed_to_projects": [3]}], None),
        ("contributed_to_projects", False, [{"contributed_to_projects": None}], None),
        ("members", "all", [{"id": 1, "members": [5]}, {"id": 2, "members": [6]}], [{"id": 1}, {"id": 2}]),
        ("members", "all", [{"id": 1, "members": [5]}], [{"id": 1, "members": None}]),
    ],
)
def test_an_argument_that_chooses_what_an_item_contains_is_no_filter(
    name: str, value: Any, items: list[Any], all_items: list[Any] | None
) -> None:
    assert selects_content(parameter(name), value, items, all_items)


@pytest.mark.parametrize(
    ("name", "value", "items", "all_items"),
    [
        ("is_active", True, [{"is_active": False}], [{"is_active": False}]),
        ("state", "open", [{"state": None}, {"state": "done"}], [{"state": None}, {"state": "done"}]),
        ("ids", [1], [{"id": 1}, {"id": 2}], [{"id": 1}, {"id": 2}]),
        ("includes_all", "x", [{"id": 1}], [{"id": 1}]),
        ("withdrawn", "no", [{"withdrawn": "yes"}], [{"withdrawn": "yes"}]),
    ],
)
def test_a_filter_is_no_choice_of_contents(name: str, value: Any, items: list[Any], all_items: list[Any]) -> None:
    assert not selects_content(parameter(name), value, items, all_items)


@pytest.mark.parametrize(
    ("description", "is_content"),
    [
        ("Whether to include projects created and contributed to by the members.", True),
        ("Include the members in the response", True),
        ("If true, include counts", True),
        ("Filter by state; the states include open and closed", False),
        ("", False),
    ],
)
def test_the_description_of_a_parameter_decides_whether_it_filters(description: str, is_content: bool) -> None:
    items = [{"state": "open"}, {"state": "closed"}]
    assert selects_content(parameter("state", "string"), "open", items, items, description) is is_content


def test_a_difference_inside_an_object_names_the_field() -> None:
    sent = {"a": {"b": 1, "c": 2}, "d": [{"e": 3}, {"e": 4}], "f": 5}
    got = {"a": {"b": 1, "c": 7}, "d": [{"e": 3}, {"e": 8}]}
    assert [described[1:] for described in described_differences("x", sent, got)] == [
        ("x.a.c", "integer 2", "integer 7"),
        ("x.d[1].e", "integer 4", "integer 8"),
        ("x.f", "integer 5", "no such field"),
    ]


@given(JSON, JSON)
def test_places_are_named_exactly_where_something_is_not_reflected(sent: Any, got: Any) -> None:
    assert bool(list(unreflected(sent, got))) is not is_reflected(sent, got)


def test_the_place_of_a_finding_does_not_depend_on_the_data() -> None:
    declared = Type("map", (Type("string"), Type("integer")))
    assert declared_place(declared, ("a key of a user",), {}) == ""
    assert declared_place(Type("list", (declared,)), ("[3]", "a key of a user"), {}) == "[]"
