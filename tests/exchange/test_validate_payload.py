"""Payloads compared with their declared type: rows of a type, a payload and the paths of the mismatches."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conformance.contract.model import Field, Model, Operation
from conformance.contract.types import ANY, NULL, STRING, Type, union
from conformance.exchange.validate_payload import PayloadValidator, mismatches, undeclared
from conformance.generate.responses import ResponseFactory
from conformance.generate.samples import payload as json_of
from conformance.generate.strategies import Strategies
from tests.vocabulary import approved_contract, approved_operation

INTEGER, NUMBER, BOOLEAN = Type("integer"), Type("number"), Type("boolean")
STATE = union([Type("literal", values=("open", "closed")), ANY])
ROLE = Type("literal", values=("reader", "writer"))
CAT, DOG, NODE = (Type("model", name=f"types.{name}") for name in ("Cat", "Dog", "Node"))
PET = union([CAT, DOG])
MODELS = {
    model.name: model
    for model in (
        Model("types.Cat", (Field("kind", "kind", Type("literal", values=("cat",)), required=True),
                            Field("lives", "lives", INTEGER, required=True))),
        Model("types.Dog", (Field("kind", "kind", Type("literal", values=("dog",)), required=True),
                            Field("tricks", "tricks", Type("list", (STRING,)), required=True),
                            Field("chip", "chip", INTEGER, required=True))),
        Model("types.Node", (Field("id_", "id", INTEGER, required=True),
                             Field("next_", "next", union([NODE, NULL]), required=False))),
    )
}  # fmt: skip

RIGHT: list[tuple[Type, Any]] = [
    (STRING, "a"),
    (INTEGER, 1),
    (INTEGER, 10**400),
    (NUMBER, 1),
    (NUMBER, 1.5),
    (BOOLEAN, False),
    (NULL, None),
    (ANY, {"a": [1]}),
    (Type("unknown", name="Odd"), 3),
    (Type("bytes"), "AA=="),
    (union([STRING, NULL]), None),
    (union([STRING, INTEGER]), 1),
    (union([BOOLEAN, INTEGER]), True),
    (ROLE, "reader"),
    (STATE, "reopened"),
    (Type("datetime"), "2025-03-04T05:06:07Z"),
    (Type("datetime"), "2025-03-04T05:06:07.123456+05:30"),
    (Type("datetime"), "2025-03-04T05:06:07.1Z"),
    (Type("date"), "2025-03-04"),
    (Type("time"), "05:06:07"),
    (Type("uuid"), "12345678-1234-5678-1234-567812345678"),
    (Type("list", (INTEGER,)), []),
    (Type("map", (STRING, INTEGER)), {"a": 1}),
    (CAT, {"kind": "cat", "lives": 9}),
    (CAT, {"kind": "cat", "lives": 9, "name": "extra"}),
    (PET, {"kind": "dog", "tricks": [], "chip": 3}),
    (NODE, {"id": 1}),
    (NODE, {"id": 1, "next": {"id": 2, "next": None}}),
]

WRONG: list[tuple[Type, Any, list[str]]] = [
    (STRING, 1, [""]),
    (STRING, None, [""]),
    (INTEGER, "1", [""]),
    (INTEGER, 1.0, [""]),
    (INTEGER, True, [""]),
    (NUMBER, "1.5", [""]),
    (NUMBER, False, [""]),
    (NUMBER, float("nan"), [""]),
    (BOOLEAN, 0, [""]),
    (BOOLEAN, "true", [""]),
    (NULL, "", [""]),
    (ROLE, "owner", [""]),
    (ROLE, ["reader"], [""]),
    (Type("literal", values=(1,)), True, [""]),
    (union([STRING, INTEGER]), [1], [""]),
    (Type("datetime"), "2025-03-04", [""]),
    (Type("datetime"), "2025-03-04T05:06:07", [""]),
    (Type("datetime"), "2025-03-04 05:06:07Z", [""]),
    (Type("datetime"), "2025-13-04T05:06:07Z", [""]),
    (Type("datetime"), 1741064767, [""]),
    (Type("date"), "2025-03-04T05:06:07Z", [""]),
    (Type("date"), "20250304", [""]),
    (Type("time"), "noon", [""]),
    (Type("uuid"), "12345678123456781234567812345678", [""]),
    (Type("list", (INTEGER,)), {"0": 1}, [""]),
    (Type("list", (INTEGER,)), [1, "2", None], ["[]", "[]"]),
    (Type("map", (STRING, INTEGER)), [1], [""]),
    (Type("map", (STRING, INTEGER)), {"a": "1"}, ["{}"]),
    (CAT, [], [""]),
    (CAT, {"kind": "cat"}, ["lives"]),
    (CAT, {"kind": "cat", "lives": None}, ["lives"]),
    (NODE, {"id": 1, "next": {"id": "2"}}, ["next.id"]),
    (Type("list", (NODE,)), [{"id": 1, "next": {"id": 2, "next": {}}}], ["[].next.next.id"]),
]


@pytest.mark.parametrize(("declared", "payload"), RIGHT, ids=str)
def test_a_payload_of_its_type_has_no_mismatch(declared: Type, payload: Any) -> None:
    assert mismatches(declared, payload, MODELS) == ()


@pytest.mark.parametrize(("declared", "payload", "places"), WRONG, ids=str)
def test_a_mismatch_is_reported_by_its_place(declared: Type, payload: Any, places: list[str]) -> None:
    found = mismatches(declared, payload, MODELS)
    assert [mismatch.location for mismatch in found] == places
    assert {mismatch.kind for mismatch in found} == {"type"}


def test_positions_are_in_the_path_and_not_in_the_place() -> None:
    (found,) = mismatches(Type("list", (NODE,)), [{"id": 1}, {"id": "2"}], MODELS)
    assert (found.path, found.location) == (("[1]", "id"), "[].id")
    assert found.text == "declared integer, got string '2'"


def test_of_a_union_the_member_with_the_same_tag_is_reported_although_it_has_more_mismatches() -> None:
    found = mismatches(PET, {"kind": "dog", "tricks": 1, "chip": "2", "lives": 3}, MODELS)
    assert [mismatch.location for mismatch in found] == ["tricks", "chip"]
    assert found[0].text.endswith("(declared types.Cat | types.Dog)")


def test_a_field_that_no_model_declares_is_reported_by_its_place() -> None:
    inner = {"id": 2, "sibling": {"id": 3}}
    found = undeclared(NODE, {"id": 1, "next": inner, "other": 1}, MODELS)
    assert [mismatch.location for mismatch in found] == ["next.sibling", "other"]
    assert found[1].text == "`Node` does not declare it, got integer 1"


def test_nothing_is_undeclared_where_everything_is_allowed() -> None:
    assert undeclared(union([NODE, ANY]), {"id": 1, "other": 1}, MODELS) == ()
    assert undeclared(Type("map", (STRING, ANY)), {"other": 1}, MODELS) == ()


def test_the_member_of_a_union_that_declares_all_fields_is_the_one() -> None:
    wide = Model("types.Wide", (*MODELS["types.Node"].fields, Field("other", "other", ANY, required=False)))
    models = {**MODELS, wide.name: wide}
    assert undeclared(union([NODE, Type("model", name=wide.name)]), {"id": 1, "other": 1}, models) == ()


def test_a_field_that_any_member_of_a_union_declares_is_declared() -> None:
    wide = Model("types.Wide", (*MODELS["types.Node"].fields, Field("other", "other", INTEGER, required=False)))
    models, declared = {**MODELS, wide.name: wide}, union([NODE, Type("model", name=wide.name)])
    found = undeclared(declared, {"id": 1, "other": "not what it declares", "more": 1}, models)
    assert [mismatch.location for mismatch in found] == ["more"]


def test_long_values_are_cut_and_what_containers_hold_is_left_out() -> None:
    (text,) = (mismatch.text for mismatch in mismatches(INTEGER, "x" * 500, {}))
    assert len(text) < 130
    (text,) = (mismatch.text for mismatch in mismatches(INTEGER, {"secret": "s3cr3t"}, {}))
    assert text == "declared integer, got object of 1"


def test_a_page_is_checked_against_its_model_and_its_items() -> None:
    pager = Operation(
        path="pets.list", method="GET", url="/pets", parameters=(), response=PET, shape="pager", items="pets"
    )
    strict = PayloadValidator(MODELS)
    cat = {"kind": "cat", "lives": "9"}
    assert [
        mismatch.path for mismatch in strict.validate_bodies(pager, [{"pets": [cat]}, {"pets": []}]).mismatches
    ] == [("pets", "[0]", "lives")]
    assert [mismatch.location for mismatch in strict.validate_bodies(pager, [{"rows": []}]).mismatches] == ["pets"]
    assert (
        strict.validate_bodies(
            Operation(path="pets.drop", method="DELETE", url="/pets", parameters=(), response=NULL, shape="nothing"),
            [{}],
        ).mismatches
        == []
    )


OPERATIONS = [path for path in approved_contract().paths() if approved_operation(path).shape in {"value", "pager"}]


@pytest.mark.parametrize("path", OPERATIONS)
def test_responses_made_to_conform_have_no_mismatch(path: str) -> None:
    operation, strict = approved_operation(path), PayloadValidator(approved_contract().models)
    for response in ResponseFactory(approved_contract().models).conforming(operation):
        seen = strict.validate_bodies(operation, response.payloads)
        assert seen.mismatches == []
        assert bool(seen.undeclared) == (response.extra == "field")


@given(st.data())
def test_a_generated_value_fits_its_type_and_survives_a_trip_over_the_wire(data: st.DataObject) -> None:
    path = data.draw(st.sampled_from(OPERATIONS))
    models, declared = approved_contract().models, approved_operation(path).response
    value = data.draw(Strategies(models).of(declared))
    body = json.loads(json.dumps(json_of(value, models)))
    assert mismatches(declared, body, models) == ()
