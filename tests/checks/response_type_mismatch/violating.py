"""Timestamps stay texts."""

from __future__ import annotations

import datetime as dt
from typing import Any

from tests.checks.alter_sdk import wrap

OPERATION = "projects.get"
EXPECT = {
    "response_type_mismatch: types.projects.Project.created_at",
    "response_type_mismatch: types.projects.Settings.starts_at",
}


def alter(sdk: Any) -> None:
    def untouched(original: Any, declared: Any, payload: Any) -> Any:
        return payload if declared is dt.datetime else original(declared, payload)

    wrap(sdk.core.construct, "construct_scalar", untouched)
