"""The path has the member before the project."""

from __future__ import annotations

from typing import Any

from tests.checks.alter_sdk import change_request

OPERATION = "projects.members.assign"
EXPECT = {"positional_order_misleads: projects.members.assign.project, name"}
OTHER_CHECKS = {"example_request_differs", "path_differs", "path_value_not_escaped", "wire_format_changed"}


def alter(sdk: Any) -> None:
    def swapped(sent: Any) -> dict[str, str]:
        project, name = sent.path.split("/")[2::2]
        return {"path": f"api/members/{name}/projects/{project}"}

    change_request(sdk.projects.members.requests, "assign", swapped)
