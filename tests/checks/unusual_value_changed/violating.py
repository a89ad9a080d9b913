"""The time zone of a datetime is dropped."""

from __future__ import annotations

import datetime as dt
from typing import Any

from tests.checks.alter_sdk import wrap

OPERATION = "(package)"
EXPECT = {
    f"unusual_value_changed: (package).a datetime {which} (query datetime)"
    for which in (
        "before 1970", "of Berlin in summer", "of Berlin in the repeated hour", "of Berlin in winter", "of Kathmandu",
        "of UTC",
    )
}  # fmt: skip
OTHER_CHECKS = {"runtime_changed", "value_not_sent_back"}


def alter(sdk: Any) -> None:
    def without_zone(original: Any, value: Any) -> Any:
        return original(value.replace(tzinfo=None) if isinstance(value, dt.datetime) else value)

    wrap(sdk.core.encode, "encode_scalar", without_zone)
