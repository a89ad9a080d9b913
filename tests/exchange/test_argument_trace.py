"""What became of an argument on the wire: rows of a parameter, a value, a request and the fate."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conformance.contract.model import Location, Operation, Parameter
from conformance.contract.types import ANY, NULL, STRING, Type, union
from conformance.exchange.argument_trace import (
    ArgumentOutcome,
    expected_path,
    parse_instant,
    same,
    sent_path,
    trace_arguments,
)
from conformance.generate.call import Call
from conformance.generate.values import Record
from conformance.wire import Request
from tests.vocabulary import approved

MODELS = approved().models
INTEGER, NUMBER, BOOLEAN = Type("integer"), Type("number"), Type("boolean")
INSTANT = dt.datetime(2025, 3, 4, 5, 6, 7, tzinfo=dt.timezone.utc)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


def parameter(declared: Type, location: Location, **more: Any) -> Parameter:
    """A parameter `x` that is `X` on the wire."""
    return Parameter("x", "X", location, declared, **{"required": False, "on_none": "omitted", **more})


def operation(*parameters: Parameter, **more: Any) -> Operation:
    """An operation with these parameters."""
    return Operation("things.put", "POST", "/things", parameters, NULL, **more)


def request(query: str = "", body: Any = ..., headers: tuple[tuple[str, str], ...] = ()) -> Request:
    """A request with a query as it is sent, and a body as JSON."""
    content = b"" if body is ... else json.dumps(body).encode()
    kind = () if body is ... else (("content-type", "application/json"),)
    return Request("POST", f"http://sdk.test/things{query and '?'}{query}", (*kind, *headers), content)


def arrival(declared: Parameter, value: Any, sent: Request) -> ArgumentOutcome:
    """The fate of the one argument."""
    return trace_arguments(operation(declared), Call("things.put", {"x": value}), sent, MODELS).outcomes[0]


@pytest.mark.parametrize(
    ("declared", "value", "query", "fate"),
    [
        (STRING, "a", "X=a", "arrived"),
        (STRING, "a b&c", "X=a%20b%26c", "arrived"),
        (STRING, "a b", "X=a+b", "arrived"),
        (STRING, "", "X=", "arrived"),
        (STRING, "", "", "lost"),
        (STRING, "telling", "", "lost"),
        (STRING, "telling", "X=Telling", "changed"),
        (STRING, "telling", "x=telling", "elsewhere"),
        (STRING, "telling", "X=telling&X=telling", "changed"),
        (INTEGER, 5, "X=5", "arrived"),
        (INTEGER, 5, "X=5.0", "changed"),
        (INTEGER, 2**53 + 1, f"X={2**53}", "changed"),
        (INTEGER, 0, "", "lost"),
        (NUMBER, 0.5, "X=0.5", "arrived"),
        (NUMBER, 1e-9, "X=1e-09", "arrived"),
        (NUMBER, 7.0, "X=7", "arrived"),
        (NUMBER, 0.1, "X=0.10000001", "changed"),
        (BOOLEAN, True, "X=true", "arrived"),
        (BOOLEAN, True, "X=True", "arrived"),
        (BOOLEAN, True, "X=1", "changed"),
        (BOOLEAN, False, "X=", "changed"),
        (Type("datetime"), INSTANT, "X=2025-03-04T05:06:07Z", "arrived"),
        (Type("datetime"), INSTANT, "X=2025-03-04T10:36:07%2B05:30", "arrived"),
        (Type("datetime"), INSTANT, "X=2025-03-04T05:06:07", "changed"),
        (Type("datetime"), INSTANT, "X=2025-03-04T05:06:08Z", "changed"),
        (Type("date"), INSTANT.date(), "X=2025-03-04", "arrived"),
        (Type("date"), INSTANT.date(), "X=2025-03-04T00:00:00", "changed"),
        (Type("list", (INTEGER,)), [1, 2], "X=1&X=2", "arrived"),
        (Type("list", (INTEGER,)), [1, 2], "X=2&X=1", "changed"),
        (Type("list", (INTEGER,)), [1, 2], "X=1,2", "changed"),
        (Type("list", (INTEGER,)), [1, 2], "X=1", "changed"),
        (Type("list", (INTEGER,)), [], "", "arrived"),
        (Type("map", (STRING, STRING)), {"k": "v"}, "X[k]=v", "arrived"),
        (Type("map", (STRING, STRING)), {"k": "v"}, "X%5Bk%5D=v", "arrived"),
        (Type("map", (STRING, STRING)), {"k": "v"}, "X[K]=v", "changed"),
        (Type("map", (STRING, STRING)), {}, "", "arrived"),
        (ANY, None, "", "arrived"),
        (ANY, None, "X=", "null_unexpected"),
        (ANY, None, "X=None", "null_unexpected"),
    ],
    ids=str,
)
def test_an_argument_in_a_query(declared: Type, value: Any, query: str, fate: str) -> None:
    assert arrival(parameter(declared, "query"), value, request(query)).outcome == fate


@pytest.mark.parametrize(
    ("style", "query", "fate"),
    [("comma", "X=1,2", "arrived"), ("comma", "X=1&X=2", "changed"), ("repeat", "X=1&X=2", "arrived")],
)
def test_a_list_in_a_query_is_held_to_its_style(style: Any, query: str, fate: str) -> None:
    declared = parameter(Type("list", (INTEGER,)), "query", list_style=style)
    assert arrival(declared, [1, 2], request(query)).outcome == fate


@pytest.mark.parametrize(
    ("declared", "value", "body", "fate"),
    [
        (STRING, "a", {"X": "a"}, "arrived"),
        (STRING, "", {"X": ""}, "arrived"),
        (STRING, "telling", {}, "lost"),
        (STRING, "telling", {"X": None}, "changed"),
        (STRING, "telling", {"Y": "telling"}, "elsewhere"),
        (STRING, "telling", "telling", "elsewhere"),
        (INTEGER, 1, {"X": 1.0}, "arrived"),
        (INTEGER, 1, {"X": "1"}, "changed"),
        (INTEGER, 1, {"X": True}, "changed"),
        (BOOLEAN, True, {"X": 1}, "changed"),
        (ANY, {"a": [1, None]}, {"X": {"a": [1, None]}}, "arrived"),
        (ANY, {"a": [1, None]}, {"X": {"a": [1]}}, "changed"),
        (Type("datetime"), INSTANT, {"X": "2025-03-04T05:06:07+00:00"}, "arrived"),
    ],
    ids=str,
)
def test_an_argument_in_a_body(declared: Type, value: Any, body: Any, fate: str) -> None:
    assert arrival(parameter(declared, "field"), value, request(body=body)).outcome == fate


def test_a_model_arrives_under_wire_names() -> None:
    settings = parameter(Type("model", name="types.projects.Settings"), "field")
    value = Record("types.projects.Settings", {"show_hints": True, "starts_at": INSTANT})
    sent = {"showHints": True, "starts_at": "2025-03-04T05:06:07Z"}
    assert arrival(settings, value, request(body={"X": sent})).outcome == "arrived"
    assert arrival(settings, value, request(body={"X": {**sent, "labels": None}})).outcome == "changed"
    assert arrival(settings, value, request(body={"X": {"show_hints": True}})).outcome == "changed"


@pytest.mark.parametrize(
    ("on_none", "body", "fate"),
    [
        ("null", {"X": None}, "arrived"),
        ("null", {}, "null_expected"),
        ("null", {"X": "None"}, "null_expected"),
        ("omitted", {}, "arrived"),
        ("omitted", {"X": None}, "null_unexpected"),
        ("refused", {}, "arrived"),
    ],
)
def test_none_is_held_to_what_it_stands_for(on_none: Any, body: Any, fate: str) -> None:
    declared = parameter(union([STRING, NULL]), "field", on_none=on_none)
    assert arrival(declared, None, request(body=body)).outcome == fate


def test_none_asks_for_a_default_that_is_sent() -> None:
    declared = parameter(union([INTEGER, NULL]), "query", sent_default="1")
    assert arrival(declared, None, request("X=1")).outcome == "arrived"


@pytest.mark.parametrize(("value", "text", "fate"), [(5, "5", "arrived"), (5, "6", "changed"), (0, None, "lost")])
def test_an_argument_in_a_header(value: int, text: str | None, fate: str) -> None:
    declared = parameter(INTEGER, "header")
    headers = () if text is None else (("X", text),)
    assert arrival(declared, value, request(headers=headers)).outcome == fate


@pytest.mark.parametrize(
    ("given", "sent", "unrequested"),
    [
        ({}, request("Y=1"), [("query", "Y", "1")]),
        ({"x": 1}, request("X=1&Y=2"), [("query", "Y", "2")]),
        ({}, request("X=9"), [("query", "X", "9")]),
        ({}, request("version=2"), []),
        ({}, request("other[deep]=2"), [("query", "other[deep]", "2")]),
        ({}, request(body={"a": None}), [("field", "a", "null")]),
        ({}, request(body={}), []),
        ({}, request(body=[1]), [("body", "", "[1]")]),
    ],
    ids=lambda value: value.url if isinstance(value, Request) else str(value),
)
def test_what_nobody_asked_for_is_told(given: dict[str, Any], sent: Request, unrequested: list[Any]) -> None:
    promised = operation(parameter(INTEGER, "query"), constants=(("query", "version", "2"),))
    assert list(trace_arguments(promised, Call("things.put", given), sent, MODELS).unrequested) == unrequested


@pytest.mark.parametrize(
    ("template", "value", "path", "alike"),
    [
        ("/things/{x}", "a", "/things/a", True),
        ("/things/{x}", "a/b", "/things/a%2Fb", True),
        ("/things/{x}", "a/b", "/things/a/b", False),
        ("/things/{x}", "50%", "/things/50%25", True),
        ("/things/{x}", "..", "/things/%2E%2E", True),
        ("/things/{x}", "..", "/", False),
        ("/things/{x}", "ü", "/things/%C3%BC", True),
        ("/things/{x}/", "a", "/things/a", False),
        ("/things/{x}/", 7, "/things/7/", True),
        ("/things/{x}/", True, "/things/true/", True),
        ("/things/{x}/", True, "/things/True/", False),
        ("/things/{x}", INSTANT.date(), "/things/2025-03-04", True),
        ("/things/at-{x}.json", "a", "/things/at-a.json", True),
    ],
)
def test_paths_are_compared_segment_by_segment(template: str, value: Any, path: str, alike: bool) -> None:
    promised = Operation("things.get", "GET", template, (parameter(STRING, "path"),), NULL)
    sent = Request("GET", f"http://sdk.test{path}?q=1", (), b"")
    assert (expected_path(promised, Call("things.get", {"x": value})) == sent_path(sent)) is alike


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        (1, 1.0, True),
        (1, True, False),
        (0, False, False),
        (None, None, True),
        (None, 0, False),
        (None, "", False),
        ("1", 1, False),
        ("a", "b", False),
        ("2025-03-04T05:06:07Z", "2025-03-04T06:06:07+01:00", True),
        ("2025-03-04T05:06:07Z", "2025-03-04T05:06:07.000Z", True),
        ("2025-03-04T05:06:07Z", "2025-03-04T05:06:07", False),
        ("2025-03-04", "2025-03-04T00:00:00Z", False),
        ([1, 2], [2, 1], False),
        ([1], [1, 1], False),
        ({"a": 1, "b": 2}, {"b": 2, "a": 1}, True),
        ({"a": None}, {}, False),
        (2**53 + 1, float(2**53), False),
    ],
    ids=str,
)
def test_sameness_as_json(one: Any, other: Any, alike: bool) -> None:
    assert same(one, other) is alike
    assert same(other, one) is alike


@given(JSON)
def test_every_value_is_the_same_as_itself_after_json(value: Any) -> None:
    assert same(value, json.loads(json.dumps(value)))


@given(JSON, JSON)
def test_sameness_has_no_direction(one: Any, other: Any) -> None:
    assert same(one, other) == same(other, one)


@given(st.datetimes(timezones=st.just(dt.timezone.utc)))
def test_an_instant_survives_its_text(instant: dt.datetime) -> None:
    assert parse_instant(instant.isoformat().replace("+00:00", "Z")) == instant
    assert parse_instant(instant.replace(tzinfo=None).isoformat()) is None
