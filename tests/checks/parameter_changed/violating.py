"""A parameter has a different type."""

from __future__ import annotations

from typing import Any

OPERATION = "projects.get"
EXPECT = {"parameter_changed: projects.get.members_limit"}


def alter(sdk: Any) -> None:
    for client in (sdk.projects.client.ProjectsClient, sdk.projects.client.AsyncProjectsClient):
        client.get.__annotations__["members_limit"] = "str | None"
