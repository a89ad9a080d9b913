"""The path differs."""

from __future__ import annotations

from typing import Any

from tests.checks.alter_sdk import change_request

OPERATION = "projects.get"
EXPECT = {"path_differs: projects.get"}
OTHER_CHECKS = {"wire_format_changed"}


def alter(sdk: Any) -> None:
    change_request(sdk.projects.requests, "get", lambda data: {"path": data.path.replace("projects", "project")})
