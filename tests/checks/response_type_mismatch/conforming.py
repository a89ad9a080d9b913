"""Timestamps are instances of a subclass of datetime."""

from __future__ import annotations

import datetime as dt
from typing import Any

from tests.checks.alter_sdk import change_result

OPERATION = "projects.get"


class Moment(dt.datetime):
    pass


def alter(sdk: Any) -> None:
    def moment(value: Any) -> Any:
        return Moment.fromisoformat(value.isoformat()) if isinstance(value, dt.datetime) else value

    change_result(sdk.core.construct, "construct_scalar", moment)
