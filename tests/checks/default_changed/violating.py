"""Pages are counted from 0 where no page is given."""

from __future__ import annotations

from typing import Any

OPERATION = "projects.list"
EXPECT = {"default_changed: projects.list.page"}
OTHER_CHECKS = {"parameter_changed", "wire_format_changed"}


def alter(sdk: Any) -> None:
    for client in (sdk.projects.client.ProjectsClient, sdk.projects.client.AsyncProjectsClient):
        client.list.__kwdefaults__["page"] = 0
