"""An argument is accepted and never sent."""

from __future__ import annotations

from typing import Any

from tests.checks.alter_sdk import change_request

OPERATION = "projects.get"
EXPECT = {"operation_not_learned: projects.get.members_limit"}
OTHER_CHECKS = {"argument_not_sent", "wire_format_changed"}


def alter(sdk: Any) -> None:
    change_request(sdk.projects.requests, "get", lambda _: {"query": {}})
