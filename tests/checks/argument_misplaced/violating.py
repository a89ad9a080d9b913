"""A body field is sent under its Python name."""

from __future__ import annotations

from typing import Any

from tests.checks.alter_sdk import change_request

OPERATION = "projects.update"
EXPECT = {"argument_misplaced: projects.update.sort_key"}
OTHER_CHECKS = {"argument_not_sent", "null_not_sent", "unrequested_value_sent", "wire_format_changed"}


def alter(sdk: Any) -> None:
    change_request(
        sdk.projects.requests,
        "update",
        lambda data: {"json": {"sort_key" if name == "sortKey" else name: value for name, value in data.json.items()}},
    )
