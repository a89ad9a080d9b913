"""The offsets of date-times have names."""

from __future__ import annotations

import datetime as dt
from typing import Any

from tests.checks.alter_sdk import change_result

OPERATION = "(package)"


def alter(sdk: Any) -> None:
    def named(value: Any) -> Any:
        if not isinstance(value, dt.datetime):
            return value
        return value.replace(tzinfo=dt.timezone(value.utcoffset() or dt.timedelta(), "of the server"))

    change_result(sdk.core.construct, "construct_scalar", named)
