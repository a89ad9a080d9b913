"""Timestamps are in another time zone."""

from __future__ import annotations

import datetime as dt
from typing import Any

from tests.checks.alter_sdk import change_result

OPERATION = "projects.get"


ZONE = dt.timezone(dt.timedelta(hours=5, minutes=30))


def alter(sdk: Any) -> None:
    def moved(value: Any) -> Any:
        return value.astimezone(ZONE) if isinstance(value, dt.datetime) else value

    change_result(sdk.core.construct, "construct_scalar", moved)
