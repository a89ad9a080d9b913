"""Every datetime is sent in UTC, naive ones as local time."""

from __future__ import annotations

import datetime as dt
from typing import Any

from tests.checks.alter_sdk import wrap

OPERATION = "(package)"
OTHER_CHECKS = {"runtime_changed"}


def alter(sdk: Any) -> None:
    def universal(original: Any, value: Any) -> Any:
        return original(value.astimezone(dt.timezone.utc) if isinstance(value, dt.datetime) else value)

    wrap(sdk.core.encode, "encode_scalar", universal)
