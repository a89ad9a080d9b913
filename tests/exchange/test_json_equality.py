"""Equality of JSON values: rows of two values and whether they are equal, and properties."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conformance.exchange.json_equality import parse_instant, same_json

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


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
def test_equality_as_json(one: Any, other: Any, alike: bool) -> None:
    assert same_json(one, other) is alike
    assert same_json(other, one) is alike


@given(JSON)
def test_every_value_equals_itself_after_json(value: Any) -> None:
    assert same_json(value, json.loads(json.dumps(value)))


@given(JSON, JSON)
def test_equality_is_symmetric(one: Any, other: Any) -> None:
    assert same_json(one, other) == same_json(other, one)


@given(st.datetimes(timezones=st.just(dt.timezone.utc)))
def test_an_instant_is_parsed_from_its_text(instant: dt.datetime) -> None:
    assert parse_instant(instant.isoformat().replace("+00:00", "Z")) == instant
    assert parse_instant(instant.replace(tzinfo=None).isoformat()) is None
