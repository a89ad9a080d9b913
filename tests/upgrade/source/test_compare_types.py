"""The comparison of types: its laws hold for every pair of types, in both directions."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from conformance.contract.types import ANY, NULL, SCALARS, STRING, Type, union
from conformance.upgrade.source.compare_types import common_type, compare_types, covers, interchangeable, rename_models

MIRROR = {"widened": "narrowed", "narrowed": "widened", "same": "same", "changed": "changed"}
INTEGER, NUMBER = Type("integer"), Type("number")


def literal(*values: str | int) -> Type:
    return Type("literal", values=values)


def list_of(inner: Type) -> Type:
    return Type("list", (inner,))


MEMBERS: tuple[str | int, ...] = ("a", "b", 0, 1, True)
LEAVES = (
    st.sampled_from(SCALARS).map(Type)
    | st.lists(st.sampled_from(MEMBERS), min_size=1, max_size=3).map(lambda values: literal(*values))
    | st.sampled_from(["types.a.A", "types.b.B"]).map(lambda name: Type("model", name=name))
    | st.just(Type("unknown", name="Pager[T]"))
)
TYPES = st.recursive(
    LEAVES,
    lambda inner: (
        st.lists(inner, min_size=1, max_size=3).map(union)
        | inner.map(list_of)
        | st.tuples(inner, inner).map(lambda args: Type("map", args))
    ),
    max_leaves=6,
)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (STRING, union([STRING, NULL]), "widened"),
        (INTEGER, NUMBER, "widened"),
        (literal("a"), literal("a", "b"), "widened"),
        (literal("a", "b"), literal("b", "a"), "same"),
        (literal("a"), STRING, "widened"),
        (literal(1), STRING, "changed"),
        (literal("a"), literal("b"), "changed"),
        (STRING, INTEGER, "changed"),
        (STRING, ANY, "widened"),
        (None, ANY, "same"),
        (None, STRING, "narrowed"),
        (union([literal("a"), ANY]), union([literal("a", "b"), ANY]), "widened"),
        (union([literal("a"), ANY]), union([literal("b"), ANY]), "changed"),
        (union([literal("a"), ANY]), STRING, "narrowed"),
        (union([literal("a"), ANY, NULL]), union([STRING, NULL]), "narrowed"),
        (union([literal("a"), ANY]), INTEGER, "changed"),
        (list_of(union([literal("a"), ANY])), list_of(ANY), "widened"),
        (list_of(INTEGER), list_of(union([INTEGER, STRING])), "widened"),
        (Type("map", (STRING, INTEGER)), Type("map", (STRING, NUMBER)), "widened"),
        (union([STRING, NULL]), union([INTEGER, NULL]), "changed"),
        (Type("model", name="types.a.A"), Type("model", name="types.b.B"), "changed"),
        (Type("bytes"), Type("file"), "widened"),
        (Type("date"), Type("datetime"), "narrowed"),
        (literal(1), literal(True), "changed"),
    ],
    ids=str,
)
def test_a_type_is_compared_by_the_values_that_it_accepts(old: Type | None, new: Type | None, expected: str) -> None:
    assert compare_types(old, new) == expected


def test_an_open_enum_is_the_same_to_a_type_checker_whatever_it_lists() -> None:
    old, new = union([literal("a"), ANY]), union([literal("b"), ANY])
    assert interchangeable(old, new)
    assert not interchangeable(literal("a"), literal("b"))


@given(TYPES)
def test_a_type_is_the_same_as_itself(type_: Type) -> None:
    assert compare_types(type_, type_) == "same"


@given(TYPES, TYPES)
def test_the_other_direction_is_the_mirror(one: Type, other: Type) -> None:
    assert compare_types(other, one) == MIRROR[compare_types(one, other)]


@given(TYPES, TYPES)
def test_a_union_accepts_what_its_members_accept(one: Type, other: Type) -> None:
    assume(not union([one, other]).open_enum)
    assert covers(union([one, other]), one)
    assert compare_types(one, union([one, other])) in {"same", "widened"}
    assert compare_types(union([one, other]), union([other, one])) == "same"


@given(TYPES, TYPES, TYPES)
def test_wider_is_transitive(one: Type, two: Type, three: Type) -> None:
    wide = union([one, two])
    assume(not union([wide, three]).open_enum)
    assert covers(union([wide, three]), one)
    if covers(one, two) and covers(two, three):
        assert covers(one, three)


@given(TYPES)
def test_any_accepts_everything(type_: Type) -> None:
    assert covers(ANY, type_)
    assert compare_types(type_, None) in {"same", "widened"} or interchangeable(type_, None)


@given(TYPES, TYPES)
def test_both_types_accept_what_they_have_in_common(one: Type, other: Type) -> None:
    both = common_type(one, other)
    if both is not None:
        assert covers(one, both)
        assert covers(other, both)
    else:
        assert compare_types(one, other) == "changed"


def test_renamed_models_get_their_new_names() -> None:
    old = list_of(union([Type("model", name="types.a.A"), NULL]))
    assert rename_models(old, {"types.a.A": "types.b.B"}) == list_of(union([Type("model", name="types.b.B"), NULL]))
    assert rename_models(None, {}) is None
