"""Strict formats of JSON scalars: date-times, dates, times, UUIDs and finite numbers."""

from __future__ import annotations

import datetime as dt
import math
import re
import uuid
from collections.abc import Callable
from typing import Any, Final

_INSTANT: Final = re.compile(r"(\d{4}-\d\d-\d\d)[Tt](\d\d:\d\d:\d\d)(\.\d+)?([Zz]|[+-]\d\d:\d\d)")


def is_instant(payload: Any) -> bool:
    """An RFC 3339 date-time with an offset."""
    parts = _INSTANT.fullmatch(payload) if isinstance(payload, str) else None
    return parts is not None and _parses(dt.datetime.fromisoformat, f"{parts[1]}T{parts[2]}")


def is_finite(payload: Any) -> bool:
    """A number with a fraction, neither infinite nor NaN."""
    return isinstance(payload, float) and math.isfinite(payload)


def is_date(payload: Any) -> bool:
    """A date as ISO 8601 writes it, with dashes."""
    return isinstance(payload, str) and len(payload) == 10 and _parses(dt.date.fromisoformat, payload)


def is_time(payload: Any) -> bool:
    """A time as ISO 8601 writes it, with colons."""
    return isinstance(payload, str) and ":" in payload and _parses(dt.time.fromisoformat, payload)


def is_uuid(payload: Any) -> bool:
    """A UUID in its form with dashes."""
    return isinstance(payload, str) and len(payload) == 36 and _parses(uuid.UUID, payload)


def _parses(parse: Callable[[str], Any], text: str) -> bool:
    try:
        parse(text)
    except ValueError:
        return False
    return True
