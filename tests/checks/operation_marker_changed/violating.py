"""An operation is deprecated."""

from __future__ import annotations

from typing import Any

OPERATION = "projects.get"
EXPECT = {"operation_marker_changed: projects.get.deprecated"}


def alter(sdk: Any) -> None:
    for client in (sdk.projects.client.ProjectsClient, sdk.projects.client.AsyncProjectsClient):
        client.get.__deprecated__ = "use projects.list"
