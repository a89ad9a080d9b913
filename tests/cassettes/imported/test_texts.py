"""Values of declared types from texts."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from conformance.cassettes.imported.texts import value_from_keys, value_from_text, value_from_texts
from conformance.contract.types import ANY, NULL, STRING, Type, union

INTEGER, BOOLEAN = Type("integer"), Type("boolean")
UTC = dt.timezone.utc


@pytest.mark.parametrize(
    ("text", "declared", "expected"),
    [
        ("7", INTEGER, 7),
        ("-1.5", Type("number"), -1.5),
        ("2", Type("number"), 2),
        ("True", BOOLEAN, True),
        ("false", BOOLEAN, False),
        ("a b", STRING, "a b"),
        ("7", ANY, "7"),
        ("7", union([STRING, INTEGER]), 7),
        ("007", union([STRING, INTEGER]), "007"),
        ("7", union([INTEGER, NULL]), 7),
        ("open", union([Type("literal", values=("open",)), ANY]), "open"),
        ("true", Type("literal", values=(True, "x")), True),
        ("2026-01-02", Type("date"), dt.date(2026, 1, 2)),
        ("2026-01-02T03:04:05Z", Type("datetime"), dt.datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)),
        (str(uuid.UUID(int=1)), Type("uuid"), uuid.UUID(int=1)),
        ('{"a": 1}', Type("map", (STRING, INTEGER)), {"a": 1}),
    ],
    ids=str,
)
def test_a_text_is_of_the_narrowest_type_that_sends_the_same(text: str, declared: Type, expected: Any) -> None:
    found = value_from_text(text, declared, {})
    assert (type(found), found) == (type(expected), expected)


@pytest.mark.parametrize(
    ("text", "declared"),
    [("x", INTEGER), ("1.5", INTEGER), ("1", BOOLEAN), ("x", Type("literal", values=("a",))), ("x", Type("uuid"))],
    ids=str,
)
def test_a_text_that_the_type_does_not_allow_is_refused(text: str, declared: Type) -> None:
    with pytest.raises(ValueError, match="is not"):
        value_from_text(text, declared, {})


@pytest.mark.parametrize(
    ("texts", "style", "expected"),
    [(["1", "2"], "repeat", [1, 2]), (["1,2"], "comma", [1, 2]), (["1"], "comma", [1]), (["1"], "", [1])],
)
def test_a_list_is_read_as_it_is_sent(texts: Sequence[str], style: str, expected: list[int]) -> None:
    assert value_from_texts(texts, Type("list", (INTEGER,)), {}, list_style=style) == expected


def test_several_values_of_one_are_refused() -> None:
    with pytest.raises(ValueError, match="are several values"):
        value_from_texts(["1", "2"], INTEGER, {})


@pytest.mark.parametrize(
    ("found", "declared", "expected"),
    [
        ({"a[]": ["1"]}, Type("list", (INTEGER,)), [1]),
        ({"a[x]": ["1"], "a[y]": ["2"]}, Type("map", (STRING, INTEGER)), {"x": 1, "y": 2}),
        ({"a": ["1"]}, INTEGER, 1),
    ],
)
def test_keys_in_brackets_are_items_and_fields(
    found: Mapping[str, Sequence[str]], declared: Type, expected: Any
) -> None:
    assert value_from_keys(found, declared, {}) == expected


@pytest.mark.parametrize("found", [{"a[x][y]": ["1"]}, {"a[x]": ["1"], "a": ["2"]}])
def test_nested_keys_are_refused(found: Mapping[str, Sequence[str]]) -> None:
    with pytest.raises(ValueError, match="cannot be read back"):
        value_from_keys(found, Type("map", (STRING, ANY)), {})
