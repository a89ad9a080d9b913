"""The outcome of an argument on the wire: rows of a parameter, a value, a request and the outcome."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from typing import Any

import pytest

from conformance.contract.model import Location, Operation, Parameter
from conformance.contract.types import ANY, NULL, STRING, Type, union
from conformance.exchange.argument_trace import ArgumentOutcome, trace_arguments
from conformance.generate.call import Call
from conformance.generate.values import File, Record, Value
from conformance.wire import Request
from tests.vocabulary import approved_contract

MODELS = approved_contract().models
INTEGER, NUMBER, BOOLEAN = Type("integer"), Type("number"), Type("boolean")
INSTANT = dt.datetime(2025, 3, 4, 5, 6, 7, tzinfo=dt.timezone.utc)


def parameter(declared: Type, location: Location, **more: Any) -> Parameter:
    """A parameter `x` that is `X` on the wire."""
    return Parameter(
        name="x", wire_name="X", location=location, type=declared, **{"required": False, "on_none": "omitted", **more}
    )


def operation(*parameters: Parameter, **more: Any) -> Operation:
    """An operation with these parameters."""
    return Operation(path="things.put", method="POST", url="/things", parameters=parameters, response=NULL, **more)


def request(query: str = "", body: Any = ..., headers: tuple[tuple[str, str], ...] = ()) -> Request:
    """A request with a query as it is sent, and a body as JSON."""
    content = b"" if body is ... else json.dumps(body).encode()
    kind = () if body is ... else (("content-type", "application/json"),)
    return Request("POST", f"http://sdk.test/things{query and '?'}{query}", (*kind, *headers), content)


def traced(declared: Parameter, value: Any, sent: Request) -> ArgumentOutcome:
    """The outcome of the only argument."""
    return trace_arguments(operation(declared), Call("things.put", {"x": value}), sent, MODELS).outcomes[0]


@pytest.mark.parametrize(
    ("declared", "value", "query", "outcome"),
    [
        (STRING, "a", "X=a", "arrived"),
        (STRING, "a b&c", "X=a%20b%26c", "arrived"),
        (STRING, "a b", "X=a+b", "arrived"),
        (STRING, "", "X=", "arrived"),
        (STRING, "", "", "lost"),
        (STRING, "distinct", "", "lost"),
        (STRING, "distinct", "X=Distinct", "changed"),
        (STRING, "distinct", "x=distinct", "elsewhere"),
        (STRING, "distinct", "X=distinct&X=distinct", "changed"),
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
def test_an_argument_in_a_query(declared: Type, value: Any, query: str, outcome: str) -> None:
    assert traced(parameter(declared, "query"), value, request(query)).outcome == outcome


@pytest.mark.parametrize(
    ("style", "query", "outcome"),
    [("comma", "X=1,2", "arrived"), ("comma", "X=1&X=2", "changed"), ("repeat", "X=1&X=2", "arrived")],
)
def test_a_list_in_a_query_has_its_style(style: Any, query: str, outcome: str) -> None:
    declared = parameter(Type("list", (INTEGER,)), "query", list_style=style)
    assert traced(declared, [1, 2], request(query)).outcome == outcome


@pytest.mark.parametrize(
    ("declared", "value", "body", "outcome"),
    [
        (STRING, "a", {"X": "a"}, "arrived"),
        (STRING, "", {"X": ""}, "arrived"),
        (STRING, "distinct", {}, "lost"),
        (STRING, "distinct", {"X": None}, "changed"),
        (STRING, "distinct", {"Y": "distinct"}, "elsewhere"),
        (STRING, "distinct", "distinct", "elsewhere"),
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
def test_an_argument_in_a_body(declared: Type, value: Any, body: Any, outcome: str) -> None:
    assert traced(parameter(declared, "field"), value, request(body=body)).outcome == outcome


def test_a_model_arrives_under_wire_names() -> None:
    settings = parameter(Type("model", name="types.projects.Settings"), "field")
    value = Record("types.projects.Settings", {"show_hints": True, "starts_at": INSTANT})
    sent = {"showHints": True, "starts_at": "2025-03-04T05:06:07Z"}
    assert traced(settings, value, request(body={"X": sent})).outcome == "arrived"
    assert traced(settings, value, request(body={"X": {**sent, "labels": None}})).outcome == "changed"
    assert traced(settings, value, request(body={"X": {"show_hints": True}})).outcome == "changed"


@pytest.mark.parametrize(
    ("on_none", "body", "outcome"),
    [
        ("null", {"X": None}, "arrived"),
        ("null", {}, "null_expected"),
        ("null", {"X": "None"}, "null_expected"),
        ("omitted", {}, "arrived"),
        ("omitted", {"X": None}, "null_unexpected"),
        ("refused", {}, "arrived"),
    ],
)
def test_none_is_sent_in_the_form_of_the_contract(on_none: Any, body: Any, outcome: str) -> None:
    declared = parameter(union([STRING, NULL]), "field", on_none=on_none)
    assert traced(declared, None, request(body=body)).outcome == outcome


def test_none_stands_for_a_default_that_is_sent() -> None:
    declared = parameter(union([INTEGER, NULL]), "query", sent_default="1")
    assert traced(declared, None, request("X=1")).outcome == "arrived"


@pytest.mark.parametrize(("value", "text", "outcome"), [(5, "5", "arrived"), (5, "6", "changed"), (0, None, "lost")])
def test_an_argument_in_a_header(value: int, text: str | None, outcome: str) -> None:
    declared = parameter(INTEGER, "header")
    headers = () if text is None else (("X", text),)
    assert traced(declared, value, request(headers=headers)).outcome == outcome


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
def test_values_that_no_argument_explains_are_reported(
    given: dict[str, Any], sent: Request, unrequested: list[Any]
) -> None:
    promised = operation(parameter(INTEGER, "query"), constants=(("query", "version", "2"),))
    assert list(trace_arguments(promised, Call("things.put", given), sent, MODELS).unrequested) == unrequested


FILES = (File("a.bin", b"\xff\r\n", "application/x-a"), File("b.bin", b"", "application/x-b"))


def upload(*files: File) -> Request:
    """A multipart request with files under one name."""
    parts = b"".join(
        f'--b\r\nContent-Disposition: form-data; name="X"; filename="{file.name}"\r\n'.encode()
        + f"Content-Type: {file.content_type}\r\n\r\n".encode() + file.content + b"\r\n"
        for file in files
    )  # fmt: skip
    headers = (("content-type", "multipart/form-data; boundary=b"),)
    return Request("POST", "http://sdk.test/things", headers, parts + b"--b--\r\n")


@pytest.mark.parametrize(
    ("value", "sent", "outcome"),
    [
        (FILES[0], upload(FILES[0]), "arrived"),
        ([*FILES], upload(*FILES), "arrived"),
        ([*FILES], upload(FILES[0]), "changed"),
        ([*FILES], upload(*reversed(FILES)), "changed"),
        (FILES[0], upload(File("a.bin", b"\xff\n", "application/x-a")), "changed"),
        ("text", upload(FILES[0]), "changed"),
    ],
)
def test_files_arrive_in_a_form_byte_for_byte(value: Value, sent: Request, outcome: str) -> None:
    assert traced(parameter(Type("file"), "file"), value, sent).outcome == outcome


def test_an_argument_that_no_request_contains_is_not_missed() -> None:
    assert traced(parameter(STRING, "unsent"), "distinct", request("Y=1")).outcome == "arrived"


def form(**parts: str) -> Request:
    """A request with a multipart form of texts."""
    body = "".join(
        f'--b\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{text}\r\n' for name, text in parts.items()
    )
    headers = (("content-type", "multipart/form-data; boundary=b"),)
    return Request("POST", "http://sdk.test/things", headers, f"{body}--b--\r\n".encode())


@pytest.mark.parametrize(
    ("value", "sent", "outcome"),
    [
        ("data", form(X="data"), "arrived"),
        ("data", form(X="b'data'"), "changed"),
        ("data", form(**{"X[]": "data"}), "arrived"),
        ("data", form(Y="data"), "lost"),
    ],
)
def test_a_name_that_marks_a_list_may_lack_its_mark(value: Value, sent: Request, outcome: str) -> None:
    declared = replace(parameter(STRING, "form"), wire_name="X[]")
    trace = trace_arguments(operation(declared), Call("things.put", {"x": value}), sent, MODELS)
    assert trace.outcomes[0].outcome == outcome
    assert trace.unrequested == (() if outcome != "lost" else (("form", "Y", "..."),))


@pytest.mark.parametrize(
    ("parts", "outcome", "unrequested"),
    [
        ({"X[height]": "1.5", "X[width]": "2.5"}, "arrived", ()),
        ({"X[height]": "1.5", "X[width]": "9"}, "changed", ()),
        ({"X[height]": "1.5"}, "changed", ()),
        ({"Y[height]": "1.5"}, "lost", (("form", "Y[height]", "..."),)),
    ],
    ids=["all", "another", "one", "elsewhere"],
)
def test_an_object_in_a_form_is_spelled_as_its_keys(parts: dict[str, str], outcome: str, unrequested: Any) -> None:
    declared = parameter(Type("map", (STRING, NUMBER)), "form")
    found = trace_arguments(
        operation(declared), Call("things.put", {"x": {"height": 1.5, "width": 2.5}}), form(**parts), MODELS
    )
    assert (found.outcomes[0].outcome, found.unrequested) == (outcome, unrequested)
