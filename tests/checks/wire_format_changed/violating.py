"""A query parameter has a different name."""

from __future__ import annotations

from typing import Any

from tests.checks.alter_sdk import change_request

OPERATION = "projects.get"
EXPECT = {"wire_format_changed: projects.get.members_limit"}
OTHER_CHECKS = {"argument_misplaced", "argument_not_sent", "unrequested_value_sent"}


def alter(sdk: Any) -> None:
    change_request(sdk.projects.requests, "get", lambda data: {"query": {"limit": data.query["members_limit"]}})
