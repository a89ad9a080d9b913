"""Equality of JSON values as an API sees it: numbers by value, date-times by instant."""

from __future__ import annotations

import datetime as dt
from typing import Any


def same_json(expected: Any, found: Any) -> bool:
    """Equal as JSON: numbers by value, booleans never numbers, RFC 3339 date-times by instant."""
    if isinstance(expected, bool) or isinstance(found, bool):
        return expected is found
    if isinstance(expected, dict):
        return (
            isinstance(found, dict)
            and expected.keys() == found.keys()
            and all(same_json(item, found[key]) for key, item in expected.items())
        )
    if isinstance(expected, list):
        return isinstance(found, list) and len(expected) == len(found) and all(map(same_json, expected, found))
    if isinstance(expected, str) and isinstance(found, str):
        return expected == found or same_instant(expected, found)
    return (type(expected) is type(found) and bool(expected == found)) or _same_number(expected, found)


def _same_number(expected: Any, found: Any) -> bool:
    numbers = isinstance(expected, int | float) and isinstance(found, int | float)
    return numbers and expected == found


def same_instant(expected: str, found: str) -> bool:
    """Two RFC 3339 texts of one instant."""
    if len(expected) < 20 or expected[10:11] != "T":
        return False
    return (instant := parse_instant(expected)) is not None and instant == parse_instant(found)


def parse_instant(text: str) -> dt.datetime | None:
    """An RFC 3339 date-time with an offset, None for anything else."""
    try:
        parsed = dt.datetime.fromisoformat(text.replace("Z", "+00:00"))
    except ValueError:
        return None
    return parsed if parsed.tzinfo is not None else None
