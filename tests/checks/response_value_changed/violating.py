"""Timestamps lose their fractions of a second."""

from __future__ import annotations

import datetime as dt
from typing import Any

from tests.checks.alter_sdk import change_result

OPERATION = "projects.get"
EXPECT = {
    "response_value_changed: types.projects.Project.created_at",
    "response_value_changed: types.projects.Settings.starts_at",
}
OTHER_CHECKS = {"model_dict_differs", "model_dump_differs"}


def alter(sdk: Any) -> None:
    def whole(value: Any) -> Any:
        return value.replace(microsecond=0) if isinstance(value, dt.datetime) else value

    change_result(sdk.core.construct, "construct_scalar", whole)
