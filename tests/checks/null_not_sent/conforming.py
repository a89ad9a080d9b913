"""Nulls are sent after all other fields."""

from __future__ import annotations

from typing import Any

from tests.checks.alter_sdk import change_request

OPERATION = "projects.update"


def alter(sdk: Any) -> None:
    change_request(
        sdk.projects.requests,
        "update",
        lambda data: {"json": dict(sorted(data.json.items(), key=lambda pair: pair[1] is None))},
    )
