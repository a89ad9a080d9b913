"""Date-times are converted to UTC."""

from __future__ import annotations

import datetime as dt
from typing import Any

from tests.checks.alter_sdk import change_result

OPERATION = "(package)"
EXPECT = {"model_date_time_changed: (core).core.construct.construct_model"}


def alter(sdk: Any) -> None:
    def in_utc(value: Any) -> Any:
        return value.astimezone(dt.timezone.utc) if isinstance(value, dt.datetime) else value

    change_result(sdk.core.construct, "construct_scalar", in_utc)
