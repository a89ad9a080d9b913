"""Returned values compared with the declared type: rows of a type, a value, a payload and the differences."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator
from typing import Any

import pytest

from conformance.contract.types import ANY, NULL, STRING, Type, union
from conformance.exchange.compare_value import Difference, ValueComparer
from tests.vocabulary import approved_contract, import_acme

INTEGER, NUMBER, BOOLEAN = Type("integer"), Type("number"), Type("boolean")
STATE = union([Type("literal", values=("open", "closed")), ANY])
ROLE = Type("literal", values=("reader", "writer"))
CHOICE_OR_REGION = union([Type("model", name="types.tasks.Choice"), Type("model", name="types.tasks.Region")])
PROJECT = Type("model", name="types.projects.Project")
MEMBER = Type("model", name="types.projects.Member")
INSTANT = dt.datetime(2025, 3, 4, 5, 6, 7, tzinfo=dt.timezone.utc)


@pytest.fixture(scope="module")
def types() -> Iterator[Any]:
    """The models of acme."""
    sdk = import_acme()
    yield sdk.package.types
    sdk.close()


def differences(declared: Type, value: Any, payload: Any) -> list[Difference]:
    """The differences of a value from the declared type and the payload."""
    found: list[Difference] = []
    ValueComparer(approved_contract().models).compare(declared, value, payload, (), found)
    return found


def kinds_and_paths(declared: Type, value: Any, payload: Any) -> list[tuple[str, str]]:
    """The differences as kind and path."""
    return [(difference.kind, difference.location) for difference in differences(declared, value, payload)]


RIGHT: list[tuple[Type, Any, Any]] = [
    (STRING, "a", "a"),
    (INTEGER, 1, 1),
    (NUMBER, 1, 1),
    (NUMBER, 1.0, 1),
    (BOOLEAN, False, False),
    (NULL, None, None),
    (ANY, {"a": [1]}, {"a": [1]}),
    (union([STRING, NULL]), None, None),
    (union([STRING, INTEGER]), 1, 1),
    (ROLE, "reader", "reader"),
    (STATE, "reopened", "reopened"),
    (Type("datetime"), INSTANT, "2025-03-04T05:06:07Z"),
    (Type("datetime"), INSTANT, "2025-03-04T10:36:07+05:30"),
    (Type("date"), INSTANT.date(), "2025-03-04"),
    (Type("time"), dt.time(5, 6), "05:06:00"),
    (Type("uuid"), uuid.UUID(int=1), str(uuid.UUID(int=1))),
    (Type("list", (INTEGER,)), [1, 2], [1, 2]),
    (Type("map", (STRING, INTEGER)), {"a": 1}, {"a": 1}),
]


@pytest.mark.parametrize(("declared", "value", "payload"), RIGHT, ids=str)
def test_values_as_declared_and_sent_do_not_differ(declared: Type, value: Any, payload: Any) -> None:
    assert kinds_and_paths(declared, value, payload) == []


@pytest.mark.parametrize(
    ("declared", "value", "payload", "expected"),
    [
        (STRING, 1, "1", [("type", "")]),
        (STRING, "b", "a", [("changed", "")]),
        (STRING, None, "a", [("type", "")]),
        (INTEGER, "1", 1, [("type", "")]),
        (INTEGER, True, 1, [("type", "")]),
        (INTEGER, 1.0, 1, [("type", "")]),
        (INTEGER, 2, 1, [("changed", "")]),
        (NUMBER, 1.25, 1.5, [("changed", "")]),
        (BOOLEAN, 1, True, [("type", "")]),
        (NULL, "a", None, [("type", "")]),
        (ANY, 1, "1", [("changed", "")]),
        (union([STRING, NULL]), "", None, [("changed", "")]),
        (union([STRING, NULL]), None, "a", [("type", "")]),
        (union([STRING, INTEGER]), 1.5, 1, [("type", "")]),
        (ROLE, "owner", "owner", [("type", "")]),
        (ROLE, "writer", "reader", [("changed", "")]),
        (Type("literal", values=(1,)), True, 1, [("changed", "")]),
        (Type("literal", values=(1,)), True, True, [("type", "")]),
        (STATE, None, "reopened", [("changed", "")]),
        (Type("datetime"), "2025-03-04T05:06:07Z", "2025-03-04T05:06:07Z", [("type", "")]),
        (Type("datetime"), INSTANT.replace(tzinfo=None), "2025-03-04T05:06:07Z", [("changed", "")]),
        (Type("datetime"), INSTANT.replace(second=8), "2025-03-04T05:06:07Z", [("changed", "")]),
        (Type("list", (INTEGER,)), (1,), [1], [("type", "")]),
        (Type("list", (INTEGER,)), [1], [1, 2], [("changed", "")]),
        (Type("list", (INTEGER,)), [1, "2"], [1, 2], [("type", "[]")]),
        (Type("map", (STRING, INTEGER)), [], {}, [("type", "")]),
        (Type("map", (STRING, INTEGER)), {}, {"a": 1}, [("lost", "")]),
        (Type("map", (STRING, INTEGER)), {"a": "1"}, {"a": 1}, [("type", "{}")]),
    ],
    ids=str,
)
def test_undeclared_and_changed_values_are_reported_with_their_path(
    declared: Type, value: Any, payload: Any, expected: list[tuple[str, str]]
) -> None:
    assert kinds_and_paths(declared, value, payload) == expected


PAYLOAD = {"id": 1, "title": "a", "created_at": "2025-03-04T05:06:07Z"}


def project(types: Any, **changed: Any) -> Any:
    """A project as acme creates it, with some fields replaced."""
    fields = {"id": 1, "title": "a", "created_at": INSTANT, **changed}
    return types.Project.model_construct({*fields}, **fields)


def test_a_model_like_its_payload_has_no_difference(types: Any) -> None:
    assert kinds_and_paths(PROJECT, project(types), PAYLOAD) == []


def test_a_model_of_a_subclass_has_no_difference(types: Any) -> None:
    special: Any = type("Special", (types.Project,), {})
    fields = {"id": 1, "title": "a", "created_at": INSTANT}
    assert kinds_and_paths(PROJECT, special.model_construct({*fields}, **fields), PAYLOAD) == []


def test_a_dict_is_no_model() -> None:
    assert kinds_and_paths(PROJECT, dict(PAYLOAD), PAYLOAD) == [("class", "")]


def test_a_required_field_without_a_value_is_lost(types: Any) -> None:
    value = project(types)
    del value.__dict__["title"]
    assert kinds_and_paths(PROJECT, value, PAYLOAD) == [("lost", "title")]


def test_places_inside_models_and_lists_name_fields_and_no_positions(types: Any) -> None:
    labels = [types.Label.model_construct({"name"}, name="a"), types.Label.model_construct({"name"}, name=2)]
    found = differences(PROJECT, project(types, labels=labels), {**PAYLOAD, "labels": [{"name": "a"}, {"name": "b"}]})
    assert [difference.location for difference in found] == ["labels.[].name"]
    assert found[0].path == ("labels", "[1]", "name")


def test_places_inside_maps_name_no_keys(types: Any) -> None:
    settings = types.Settings.model_construct({"weights"}, weights={"[0]": 1, "b": 2.5})
    sent = {**PAYLOAD, "settings": {"weights": {"[0]": 1, "b": 2.25}}}
    assert kinds_and_paths(PROJECT, project(types, settings=settings), sent) == [("changed", "settings.weights.{}")]


def test_places_are_wire_names(types: Any) -> None:
    settings = types.Settings.model_construct({"show_hints"}, show_hints="yes")
    assert kinds_and_paths(
        PROJECT, project(types, settings=settings), {**PAYLOAD, "settings": {"showHints": True}}
    ) == [("type", "settings.showHints")]


def test_an_unknown_field_is_kept_or_lost(types: Any) -> None:
    assert kinds_and_paths(PROJECT, project(types, new=1), {**PAYLOAD, "new": 1}) == []
    assert kinds_and_paths(PROJECT, project(types), {**PAYLOAD, "new": 1}) == [("unknown_lost", "new")]


def test_a_field_that_was_not_sent_has_its_default(types: Any) -> None:
    assert kinds_and_paths(PROJECT, project(types, task_count=0), PAYLOAD) == []
    assert kinds_and_paths(PROJECT, project(types, task_count=3), PAYLOAD) == [("changed", "task_count")]


def test_a_union_of_models_is_compared_by_the_member_that_fits(types: Any) -> None:
    choice = types.Choice.model_construct({"kind", "choices"}, kind="choice", choices=["a"])
    assert kinds_and_paths(CHOICE_OR_REGION, choice, {"kind": "choice", "choices": ["a"]}) == []


def test_a_union_of_models_is_reported_by_the_member_whose_class_it_is(types: Any) -> None:
    region = types.Region.model_construct({"kind", "x", "y"}, kind="region", x=1.0, y="2")
    assert kinds_and_paths(CHOICE_OR_REGION, region, {"kind": "region", "x": 1.0, "y": 2.0}) == [("type", "y")]


def test_a_model_that_contains_itself_is_compared_to_its_end(types: Any) -> None:
    def comment(text: Any, *replies: Any) -> Any:
        return types.Comment.model_construct({"text", "replies"}, text=text, replies=list(replies))

    declared = Type("model", name="types.tasks.Comment")
    payload = {"text": "a", "replies": [{"text": "b", "replies": [{"text": "c", "replies": []}]}]}
    assert kinds_and_paths(declared, comment("a", comment("b", comment("c"))), payload) == []
    assert kinds_and_paths(declared, comment("a", comment("b", comment(3))), payload) == [
        ("type", "replies.[].replies.[].text")
    ]


def test_a_nested_model_that_is_a_dict_is_reported_at_its_field(types: Any) -> None:
    owner = {"id": 1, "role": "owner"}
    assert kinds_and_paths(PROJECT, project(types, owner=dict(owner)), {**PAYLOAD, "owner": owner}) == [
        ("class", "owner")
    ]
