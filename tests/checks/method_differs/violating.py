"""An update sends PUT."""

from __future__ import annotations

from typing import Any

from tests.checks.alter_sdk import change_request

OPERATION = "projects.update"
EXPECT = {"method_differs: projects.update"}
OTHER_CHECKS = {"wire_format_changed"}


def alter(sdk: Any) -> None:
    change_request(sdk.projects.requests, "update", lambda _: {"method": "PUT"})
