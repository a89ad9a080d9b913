"""None is treated as an omitted argument."""

from __future__ import annotations

from typing import Any

from tests.checks.alter_sdk import change_request

OPERATION = "projects.update"
EXPECT = {
    "null_not_sent: projects.update.archived",
    "null_not_sent: projects.update.description",
    "null_not_sent: projects.update.score",
    "null_not_sent: projects.update.sort_key",
    "null_not_sent: projects.update.title",
}
OTHER_CHECKS = {"wire_format_changed"}


def alter(sdk: Any) -> None:
    change_request(
        sdk.projects.requests,
        "update",
        lambda data: {"json": {name: value for name, value in data.json.items() if value is not None}},
    )
