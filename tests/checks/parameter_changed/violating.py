"""A parameter is of another type."""

from __future__ import annotations

from typing import Any

OPERATION = "projects.get"
EXPECT = {"parameter_changed: projects.get.members_limit"}
ALSO: set[str] = set()


def alter(sdk: Any) -> None:
    for client in (sdk.projects.client.ProjectsClient, sdk.projects.client.AsyncProjectsClient):
        client.get.__annotations__["members_limit"] = "str | None"
