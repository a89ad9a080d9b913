"""Values survive being stored as JSON."""

from __future__ import annotations

import datetime as dt
import json
import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conformance.generate.values import File, Record, from_stored, to_stored

# `datetime.fromisoformat` reads an offset of less than a second as UTC: those alone are left out
OFFSETS = st.timedeltas(dt.timedelta(hours=-23), dt.timedelta(hours=23)).filter(
    lambda offset: not offset or abs(offset) >= dt.timedelta(seconds=1)
)
ZONES = st.timezones() | OFFSETS.map(dt.timezone)
KEYS = st.text() | st.sampled_from(["$date", "$model", "$object", "$file", "$new"])
SCALARS = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), st.text(), st.binary(), st.dates(), st.uuids(),
    st.datetimes(), st.datetimes(timezones=ZONES), st.times(), st.builds(File, st.text(), st.binary(), st.text()),
)  # fmt: skip
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.one_of(
        st.lists(inner), st.dictionaries(KEYS, inner), st.builds(Record, st.text(), st.dictionaries(KEYS, inner))
    ),
)


def stored(value: Any) -> Any:
    """The value, stored as JSON and read again."""
    return from_stored(json.loads(json.dumps(to_stored(value), allow_nan=False)))


@given(VALUES)
def test_a_stored_value_comes_back(value: Any) -> None:
    assert stored(value) == value
    assert repr(stored(1 if value is True else value))[:6] == repr(1 if value is True else value)[:6]


def test_a_number_that_json_has_no_word_for_comes_back() -> None:
    assert math.isnan(stored(math.nan))
    assert stored([-math.inf]) == [-math.inf]


@given(st.recursive(st.none() | st.text() | st.integers(), st.lists))
def test_plain_json_is_stored_as_it_is(value: Any) -> None:
    assert to_stored({"name": value}) == {"name": value}


@pytest.mark.parametrize("wrong", [{"$what": "1"}, {"$date": 1}, {"$date": "1"}, {"$bytes": "_"}, {"$model": ["A"]}])
def test_other_json_is_refused(wrong: Any) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  # the words are of the readers, for a few also Python's
        from_stored(wrong)
