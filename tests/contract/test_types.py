"""Types as values."""

from __future__ import annotations

from typing import Any

import pytest

from conformance.contract.types import Type, union

PAIRS = [((True,), (1,)), ((False,), (0,)), ((1, True), (True, 1)), (("1",), (1,))]


@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_listed_values_that_python_calls_equal_differ_if_json_distinguishes_them(
    one: tuple[Any, ...], other: tuple[Any, ...]
) -> None:
    before, after = Type("literal", values=one), Type("literal", values=other)
    assert before != after
    assert union([before, after]).args == (before, after)
    assert {before: "one", after: "other"}[after] == "other"
    assert Type("list", (before,)) != Type("list", (after,))


@pytest.mark.parametrize("values", [(True,), (1,), ("a", 0, False)])
def test_equal_types_are_one_member_of_a_union(values: tuple[Any, ...]) -> None:
    first, second = Type("literal", values=values), Type("literal", values=values)
    assert union([first, second]) == first
    assert hash(first) == hash(second)
