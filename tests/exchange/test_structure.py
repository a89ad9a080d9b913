"""Structure changes: what may differ between two responses of one server, and what may not.

Only what a schema fixes is compared. Everything else is the data of a server's users.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conformance.contract.declared import Declared, declared_response
from conformance.contract.model import Field, Model
from conformance.contract.schema_types import SchemaTypes
from conformance.contract.store import load
from conformance.contract.types import ANY, NULL, Type, union
from conformance.exchange.structure import Change, changes, response_changes
from conformance.targets.target import BUILT_IN
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
    "state": "open", "free": {"a": 1, "b": [1, 2]}, "settings": {"x": 1},
}  # fmt: skip
STRING, INTEGER = Type("string"), Type("integer")


def model(name: str, required: dict[str, Type], /, **optional: Type) -> Model:
    """A model with these fields."""
    fields = (Field(key, key, declared, key in required) for key, declared in {**required, **optional}.items())
    return Model(name, tuple(fields))


MODELS = {
    "Book": model(
        "Book",
        {"id": INTEGER, "title": STRING},
        made=Type("datetime"),
        key=Type("uuid"),
        tags=Type("list", (Type("model", name="Tag"),)),
        owner=union([Type("model", name="Owner"), NULL]),
        price=Type("number"),
        state=Type("literal", values=("open", "closed")),
        free=ANY,
        settings=Type("map", (STRING, INTEGER)),
    ),
    "Tag": model("Tag", {"id": INTEGER}, name=STRING),
    "Owner": model("Owner", {"name": STRING}, mail=union([STRING, NULL])),
}


def declared_type(declared: Type, models: Mapping[str, Model]) -> Declared:
    return Declared(sources=(declared.members,), models=models)


BOOKS = declared_type(Type("model", name="Book"), MODELS)
NOTHING = Declared(sources=((),), models=MODELS)
OPERATIONS = {
    "tasks.order": "tasks.list",
    "exports.create": "projects.exports.create",
    "err.missing": "projects.get",
}  # of the calls in the samples, where the call has another name
RUNS = json.loads((Path(__file__).parent / "samples" / "runs.json").read_text(encoding="utf-8"))


def kinds_and_paths(recorded: Any, now: Any, declared: Declared = BOOKS) -> list[tuple[str, str]]:
    """The changes as kind and path."""
    return [(change.kind, change.location) for change in changes(recorded, now, declared)]


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
    (BOOK, with_(tags=[])),
    (BOOK, with_(tags=[{"id": 1, "name": "x"}])),
    (BOOK, with_(tags=BOOK["tags"][::-1])),  # type: ignore[index]
    (BOOK, with_(tags=[{"id": 1, "name": "x"}, {"id": 2}])),  # not required
    (with_(tags=[]), BOOK),
    (BOOK, with_(owner=None)),  # it may be null
    (with_(owner=None), BOOK),
    (BOOK, with_(free={"other": None})),
    (BOOK, with_(free="a text")),
    (BOOK, with_(settings={"7": 1, "y": 2})),
    (BOOK, with_(settings={})),
    (BOOK, with_(title="2025-03-04")),
    (with_(title="2025-03-04"), BOOK),
    (with_(title=""), BOOK),
    (BOOK, with_(undeclared=1)),
    (with_(undeclared=1), BOOK),
    (with_(undeclared={"a": 1}), with_(undeclared={"a": "1"})),
    (BOOK, with_(state="closed")),
    (with_(state="paused"), with_(state="paused")),
]

OTHER: list[tuple[Any, Any, list[tuple[str, str]]]] = [
    (BOOK, without("title"), [("missing", "title")]),
    (BOOK, without("made"), [("missing", "made")]),
    (BOOK, {**without("title"), "title_x": "A"}, [("renamed", "title")]),
    (BOOK, {**without("title"), "heading": "B"}, [("renamed", "title")]),
    (BOOK, {**without("title"), "heading": 5}, [("missing", "title")]),
    (BOOK, with_(id="7"), [("type", "id")]),
    (BOOK, with_(owner=[]), [("type", "owner")]),
    (BOOK, with_(title=None), [("null", "title")]),
    (BOOK, with_(made="yesterday"), [("type", "made")]),
    (BOOK, with_(key="7"), [("type", "key")]),
    (BOOK, with_(owner={"mail": None}), [("missing", "owner.name")]),
    (BOOK, with_(tags=[{"id": 1, "name": "x"}, {"name": "y"}]), [("missing", "tags.[].id")]),
    (BOOK, with_(tags=[{"id": 1}, {"id": 2}]), [("missing", "tags.[].name")]),
    (BOOK, with_(settings={"y": "1"}), [("type", "settings.{}")]),
    (BOOK, with_(state="OPEN"), [("member", "state")]),
    (without("state"), with_(state="OPEN"), [("member", "state")]),
    (BOOK, [BOOK], [("type", "")]),
    (BOOK, None, [("null", "")]),
]


@pytest.mark.parametrize(("recorded", "now"), SAME, ids=str)
def test_what_no_schema_fixes_is_no_change(recorded: Any, now: Any) -> None:
    assert kinds_and_paths(recorded, now) == []


@pytest.mark.parametrize(("recorded", "now", "found"), OTHER, ids=str)
def test_a_change_is_reported_by_its_kind_and_place(recorded: Any, now: Any, found: list[tuple[str, str]]) -> None:
    assert kinds_and_paths(recorded, now) == found


def test_an_optional_field_may_be_missing_from_some_items_unless_the_data_are_the_same() -> None:
    now = with_(tags=[{"id": 1, "name": "x"}, {"id": 2}])
    assert changes(BOOK, now, BOOKS) == []
    assert changes(BOOK, now, BOOKS, same_state=True) == [
        Change("missing", "tags.[].name", "the key is gone from some items")
    ]
    for recorded, unchanged in SAME:
        if unchanged != now:
            assert changes(recorded, unchanged, BOOKS, same_state=True) == []


@given(JSON)
def test_nothing_differs_from_itself(payload: Any) -> None:
    assert kinds_and_paths(payload, payload) == []


@given(JSON, JSON)
def test_where_nothing_is_declared_nothing_is_compared(recorded: Any, now: Any) -> None:
    assert kinds_and_paths(recorded, now, NOTHING) == []
    assert kinds_and_paths(recorded, now, declared_type(ANY, MODELS)) == []


@given(st.dictionaries(st.text(st.characters(categories=["L"]), min_size=1), JSON, min_size=1), st.data())
def test_a_dropped_field_is_always_noticed(payload: dict[str, Any], data: st.DataObject) -> None:
    key = data.draw(st.sampled_from(sorted(payload)))
    declared = declared_type(Type("model", name="It"), {"It": model("It", {}, **dict.fromkeys(payload, ANY))})
    now = {name: value for name, value in payload.items() if name != key}
    assert kinds_and_paths(payload, now, declared) == [("missing", key)]


@pytest.mark.parametrize(("version", "call"), [(version, call) for version, run in RUNS.items() for call in run])
def test_two_runs_on_one_real_server_have_one_structure(version: str, call: str) -> None:
    recorded, now = RUNS[version][call]
    contract = load(BUILT_IN / "label_studio" / "approved" / "2.1.2.json")
    operation = contract.operation(OPERATIONS.get(call, call))
    assert operation is not None
    declared = declared_response(operation, 404 if call == "err.missing" else 200, contract.models)
    assert kinds_and_paths(recorded, now, declared) == []
    assert kinds_and_paths(now, recorded, declared) == []


def test_a_new_key_with_the_same_value_is_the_old_one_renamed() -> None:
    now = {**without("title"), "a": "other", "b": "A"}
    assert changes(BOOK, now, BOOKS) == [
        Change("renamed", "title", "the key is called `b` now, with the same kind of value")
    ]


def test_a_member_that_a_document_lists_is_not_reported() -> None:
    document = {"type": "object", "properties": {"state": {"type": "string", "enum": ["paused"]}}}
    described = with_document(document)
    assert kinds_and_paths(BOOK, with_(state="paused")) == [("member", "state")]
    assert kinds_and_paths(BOOK, with_(state="paused"), described) == []


def test_a_field_that_only_the_document_declares_is_compared() -> None:
    recorded, now = with_(pages=[{"number": 1}]), with_(pages=[{"number": "1"}])
    page = {"type": "object", "properties": {"number": {"type": "integer"}}}
    document = {"type": "object", "properties": {"pages": {"type": "array", "items": page}}}
    assert kinds_and_paths(recorded, now) == []
    assert kinds_and_paths(recorded, now, with_document(document)) == [("type", "pages.[].number")]
    assert kinds_and_paths(recorded, BOOK, with_document(document)) == [("missing", "pages")]


def test_a_key_that_only_some_members_of_a_union_have_may_be_missing() -> None:
    either = declared_type(union([Type("model", name="Tag"), Type("model", name="Owner")]), MODELS)
    assert kinds_and_paths({"id": 1, "name": "x"}, {"name": "o", "mail": None}, either) == []
    assert kinds_and_paths({"id": 1, "name": "x"}, {"id": 1}, either) == [("missing", "name")]


def test_models_that_hold_themselves_end() -> None:
    declared = declared_type(Type("model", name="types.tasks.Comment"), approved_contract().models)
    assert kinds_and_paths({"replies": [{"replies": []}]}, {"replies": []}, declared) == []


def with_document(schema: dict[str, Any]) -> Declared:
    """The declarations of the SDK's book and of a document's schema."""
    reader = SchemaTypes({})
    declared = reader.type_of(schema)
    return Declared(sources=(*BOOKS.sources, (declared,)), models={**MODELS, **reader.models})


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
    (HTML, Response(200, HTML.headers, b""), []),
    (Response(204), Response(204), []),
    (json_response(200, BOOK), json_response(200, with_(id="1")), ["was number, is string"]),
]  # fmt: skip


@pytest.mark.parametrize(("recorded", "now", "texts"), RESPONSES, ids=str)
def test_responses_are_compared_by_status_then_content_type_then_body(
    recorded: Response, now: Response, texts: list[str]
) -> None:
    assert [change.text for change in response_changes(recorded, now, BOOKS)] == texts
