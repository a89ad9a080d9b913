"""A fault has exactly the effect of its name, and returns None if it does not apply."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conformance.wire import Request, Response, json_response
from tests.integration.faults import mutations as m
from tests.integration.faults.kinds import KINDS

GET = Request("GET", "/things/?page=2&size=3", (), b"")
TEXT = {"id": 1, "name": "one", "title": "two", "done": True, "at": "2026-11-23T10:00:00Z", "of": {"x": 1}, "z": None}


def after(kind: str, payload: Any, name: str = "", status: int = 200) -> Any:
    """The payload after a fault of this kind; None if it does not apply."""
    response, injected = KINDS[kind](name)(GET, lambda request: json_response(status, payload))
    return json.loads(response.content) if injected else None


@pytest.mark.parametrize(
    ("kind", "name", "field", "value"),
    [
        ("number as text", "", "id", "1"),
        ("number as fraction", "", "id", 1.5),
        ("text as number", "", "name", 3),
        ("text as number", "title", "title", 3),
        ("object as list", "", "of", [{"x": 1}]),
        ("flag as text", "", "done", "true"),
        ("null for a value", "title", "title", None),
        ("unknown member", "", "name", "one_unheard_of"),
        ("date in another form", "", "at", "23.11.2026 10:00:00"),
        ("field added", "", "unheard_of", "added"),
    ],
)
def test_a_fault_in_a_field_changes_that_field(kind: str, name: str, field: str, value: object) -> None:
    expected = {**TEXT, field: value}
    assert after(kind, TEXT, name) == expected
    assert after(kind, {"count": 1, "results": [TEXT]}, name) == {"count": 1, "results": [expected]}
    assert after(kind, [TEXT, TEXT], name) == [expected, TEXT]


def test_a_field_is_dropped_renamed_or_swapped() -> None:
    assert after("required field dropped", TEXT, "title") == {k: v for k, v in TEXT.items() if k != "title"}
    assert after("field renamed", {"id": 1}) == {"id_renamed": 1}
    assert after("fields swapped", {"id": 1, "a": "x", "b": "y"}) == {"id": 1, "a": "y", "b": "x"}


@pytest.mark.parametrize(
    ("kind", "expected"),
    [("list reordered", [2, 1]), ("list truncated", [1]), ("item repeated", [1, 2, 2])],
)
def test_faults_in_lists_apply_to_pages_too(kind: str, expected: list[int]) -> None:
    assert after(kind, [1, 2]) == expected
    assert after(kind, {"count": 2, "results": [1, 2]}) == {"count": 2, "results": expected}
    assert after(kind, {"total": 2, "tasks": [1, 2]}) == {"total": 2, "tasks": expected}


def test_a_count_is_one_too_many() -> None:
    assert after("wrong count", {"count": 2, "results": []}) == {"count": 3, "results": []}
    assert after("wrong count", {"total": 2, "tasks": []}) == {"total": 3, "tasks": []}


@pytest.mark.parametrize(
    ("kind", "payload"),
    [
        ("number as text", {"name": "one"}),
        ("required field dropped", []),
        ("required field dropped", {}),
        ("fields swapped", {"a": 1, "b": 1}),
        ("list reordered", [1]),
        ("list reordered", [1, 1]),
        ("list truncated", []),
        ("wrong count", {"results": []}),
        ("unknown member", {"name": "2026"}),
        ("null for a value", {"z": None}),
    ],
)
def test_payloads_without_the_field_are_unchanged(kind: str, payload: Any) -> None:
    assert after(kind, payload) is None


def test_faults_in_fields_do_not_change_error_responses() -> None:
    assert after("required field dropped", TEXT, status=404) is None


@pytest.mark.parametrize(("old", "new"), [(200, 202), (201, 200), (204, 200), (404, 200)])
def test_only_the_given_status_is_changed(old: int, new: int) -> None:
    for status in (200, 201, 204, 404):
        given = json_response(status, {})
        response, injected = KINDS[f"{old} as {new}"]("")(GET, lambda request, given=given: given)  # type: ignore[misc]
        assert (response.status, injected) == ((new, True) if status == old else (status, False))


def test_each_kind_breaks_bodies_in_its_own_way() -> None:
    response = json_response(200, {"name": "one"})
    assert m.broken_json(response) == Response(200, response.headers, b'{"name":"one"')
    spoilt = m.not_utf8(response)
    assert spoilt is not None
    with pytest.raises(UnicodeDecodeError):
        spoilt.content.decode()
    utf16 = m.other_encoding(response)
    assert utf16 is not None
    assert json.loads(utf16.content.decode("utf-16")) == {"name": "one"}
    page = m.html(response)
    assert page is not None
    assert page.content_type == "text/html"
    for change in (m.broken_json, m.not_utf8, m.other_encoding, m.html, m.emptied, m.wrong_content_type):
        assert change(Response(204)) is None


def test_only_the_ignored_parameter_is_removed() -> None:
    sent = m.without_query("page")(GET)
    assert sent is not None
    assert sent.query == [("size", "3")]
    assert m.without_query("other")(GET) is None


def test_only_the_ignored_body_field_is_removed() -> None:
    post = Request("POST", "/things/", (), b'{"name":"one","title":"two"}')
    sent = m.without_body_field()(post)
    assert sent is not None
    assert sent.json == {"name": "one"}
    assert m.without_body_field("other")(post) is None
    assert m.without_body_field()(GET) is None


def test_an_error_happens_once() -> None:
    meddle = KINDS["503 once"]("")
    responses = [meddle(GET, lambda request: json_response(200, {})) for _ in range(3)]
    assert [(response.status, injected) for response, injected in responses] == [
        (503, True),
        (200, False),
        (200, False),
    ]


def test_a_stale_response_is_the_previous_one() -> None:
    responses = iter([json_response(200, 1), json_response(200, 2), json_response(200, 2)])
    meddle = KINDS["stale response"]("")
    given = [meddle(GET, lambda request: next(responses)) for _ in range(3)]
    assert [(response.content, injected) for response, injected in given] == [
        (b"1", False),
        (b"1", True),
        (b"2", False),
    ]


def test_a_lost_update_returns_the_old_state() -> None:
    seen: list[str] = []

    def server(request: Request) -> Response:
        seen.append(request.method)
        return json_response(200, {"name": "old"})

    patch = Request("PATCH", "/things/1/", (("content-type", "application/json"),), b'{"name":"new"}')
    assert KINDS["update lost"]("")(patch, server) == (json_response(200, {"name": "old"}), True)
    assert KINDS["deletion lost"]("")(Request("DELETE", "/things/1/", (), b""), server) == (Response(204), True)
    assert seen == ["GET"]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=12,
)


@given(st.sampled_from(sorted(set(KINDS) - {"delayed"})), JSON, st.sampled_from([200, 201, 404]))
def test_a_kind_reports_a_fault_exactly_if_the_response_changed(kind: str, payload: object, status: int) -> None:
    given = json_response(status, payload)
    sent: list[Request] = []

    def server(request: Request) -> Response:
        sent.append(request)
        return given

    response, injected = KINDS[kind]("")(GET, server)
    assert injected == (response != given or sent != [GET])


def test_there_are_enough_kinds() -> None:
    assert len(KINDS) >= 30
