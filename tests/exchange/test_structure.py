"""Structure changes: what may differ between two responses of one server, and what may not."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conformance.contract.types import Type
from conformance.exchange.structure import Change, changes, enum_members, response_changes, structure
from conformance.wire import Response, json_response
from tests.vocabulary import approved_contract

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=3), inner, max_size=4),
    max_leaves=20,
)
BOOK = {
    "id": 7, "title": "A", "made": "2025-03-04T05:06:07.1Z", "key": "12345678-1234-5678-1234-567812345678",
    "tags": [{"id": 1, "name": "x"}, {"id": 2, "name": "y"}], "owner": {"name": "o", "mail": None}, "price": 1,
    "state": "open",
}  # fmt: skip
RUNS = json.loads((Path(__file__).parent / "samples" / "runs.json").read_text(encoding="utf-8"))


def kinds_and_paths(recorded: Any, now: Any, **terms: Any) -> list[tuple[str, str]]:
    """The changes as kind and path."""
    return [(change.kind, change.location) for change in changes(structure(recorded), structure(now), **terms)]


def with_(**fields: Any) -> dict[str, Any]:
    """A book with other fields."""
    return {**BOOK, **fields}


def without(key: str) -> dict[str, Any]:
    """A book without a field."""
    return {name: value for name, value in BOOK.items() if name != key}


SAME: list[tuple[Any, Any]] = [
    (BOOK, with_(id=8, title="Another", made="2026-01-01T00:00:00Z", price=2.5)),
    (BOOK, with_(key="87654321-1234-5678-1234-567812345678", title="")),
    (BOOK, with_(tags=[{"id": 5, "name": "z"}, {"id": 9, "name": ""}, {"id": 11, "name": "w"}])),
    (BOOK, with_(tags=[{"id": 5, "name": "z"}]) | {"tags": [{"id": 3, "name": "q"}, {"id": 4, "name": "q"}]}),
    (with_(owner=None), BOOK),
    (with_(tags=[]), BOOK),
    ({"7": {"a": 1}}, {"9": {"a": 2}, "10": {"a": 3}}),
    ([], []),
    ([{"id": 1, "a": 1}, {"id": 2}], [{"id": 3}, {"id": 4}]),
    ([{"id": 2}, {"id": 1}, {"id": 3}], [{"id": 1}, {"id": 2}, {"id": 3}]),
]

OTHER: list[tuple[Any, Any, list[tuple[str, str]]]] = [
    (BOOK, without("title"), [("missing", "title")]),
    (BOOK, with_(extra=1), [("added", "extra")]),
    (BOOK, {**without("title"), "title_x": "A"}, [("renamed", "title")]),
    (BOOK, {**without("title"), "heading": "B"}, [("renamed", "title")]),
    (BOOK, {**without("title"), "heading": 5}, [("missing", "title"), ("added", "heading")]),
    (BOOK, with_(id="7"), [("type", "id")]),
    (BOOK, with_(owner=[]), [("type", "owner")]),
    (BOOK, with_(title=None), [("null", "title")]),
    (BOOK, with_(made="yesterday"), [("type", "made")]),
    (BOOK, with_(key="7"), [("type", "key")]),
    (BOOK, with_(owner={"mail": None}), [("missing", "owner.name")]),
    (BOOK, with_(tags=[]), [("emptied", "tags")]),
    (BOOK, with_(tags=[{"id": 1, "name": "x"}]), [("shorter", "tags")]),
    (BOOK, with_(tags=BOOK["tags"][::-1]), [("order", "tags")]),  # type: ignore[index]
    (BOOK, with_(tags=[{"id": 1, "name": "x"}, {"id": 2}]), [("missing", "tags.[].name")]),
    ([{"a": 1}], {"a": 1}, [("type", "")]),
    ({"a": 1}, None, [("null", "")]),
]


@pytest.mark.parametrize(("recorded", "now"), SAME, ids=str)
def test_values_are_no_structure(recorded: Any, now: Any) -> None:
    assert kinds_and_paths(recorded, now) == []


@pytest.mark.parametrize(("recorded", "now", "found"), OTHER, ids=str)
def test_a_change_is_reported_by_its_kind_and_place(recorded: Any, now: Any, found: list[tuple[str, str]]) -> None:
    assert kinds_and_paths(recorded, now) == found


@given(JSON)
def test_nothing_differs_from_itself(payload: Any) -> None:
    assert kinds_and_paths(payload, payload) == []


@given(st.dictionaries(st.text(st.characters(categories=["L"]), min_size=1), JSON, min_size=1), st.data())
def test_a_dropped_key_is_always_noticed(payload: dict[str, Any], data: st.DataObject) -> None:
    key = data.draw(st.sampled_from(sorted(payload)))
    assert kinds_and_paths(payload, {name: value for name, value in payload.items() if name != key}) == [
        ("missing", key)
    ]


@pytest.mark.parametrize(("version", "call"), [(version, call) for version, run in RUNS.items() for call in run])
def test_two_runs_on_one_real_server_have_one_structure(version: str, call: str) -> None:
    recorded, now = RUNS[version][call]
    assert kinds_and_paths(recorded, now) == []
    assert kinds_and_paths(now, recorded) == []


def test_a_shorter_list_is_reported_only_where_lengths_can_be_compared() -> None:
    assert kinds_and_paths([1, 2], [1], lengths=False) == []
    assert kinds_and_paths([1, 2], [], lengths=False) == [("emptied", "")]


def test_a_new_key_with_the_same_value_is_the_old_one_renamed() -> None:
    now = {**without("title"), "a": "other", "b": "A"}
    (renamed, added) = changes(structure(BOOK), structure(now))
    assert renamed == Change("renamed", "title", "the key is called `b` now, with the same kind of value")
    assert (added.kind, added.location) == ("added", "a")


def test_members_that_are_listed_nowhere_are_reported() -> None:
    members = enum_members(Type("model", name="types.projects.Project"), approved_contract().models)
    assert members == {"state": {"open", "closed"}, "owner.role": {"reader", "writer", "owner"}}
    assert kinds_and_paths(BOOK, with_(state="closed"), members=members) == []
    assert kinds_and_paths(BOOK, with_(state="OPEN"), members=members) == [("member", "state")]
    assert kinds_and_paths(with_(state="paused"), with_(state="paused"), members=members) == []
    assert kinds_and_paths(BOOK, with_(title="anything"), members=members) == []


def test_models_that_hold_themselves_end() -> None:
    assert enum_members(Type("model", name="types.tasks.Comment"), approved_contract().models) == {}


HTML = Response(200, (("content-type", "text/html"),), b"<p>")
RESPONSES = [
    (json_response(200, BOOK), json_response(200, with_(id=9)), []),
    (json_response(200, BOOK), json_response(201, {}), ["the status was 200 and is 201"]),
    (json_response(200, BOOK), HTML, ["the content type was application/json and is text/html"]),
    (
        json_response(200, 1),
        Response(200, json_response(200, 1).headers, b"{"),
        ["the body is no longer JSON"],
    ),
    (HTML, HTML, []),
    (HTML, Response(200, HTML.headers, b""), ["the body had 3 bytes and is empty"]),
    (Response(204), Response(204), []),
    (json_response(200, {"a": 1}), json_response(200, {"a": "1"}), ["was number, is string"]),
]  # fmt: skip


@pytest.mark.parametrize(("recorded", "now", "texts"), RESPONSES, ids=str)
def test_responses_are_compared_by_status_then_content_type_then_body(
    recorded: Response, now: Response, texts: list[str]
) -> None:
    assert [change.text for change in response_changes(recorded, now)] == texts
