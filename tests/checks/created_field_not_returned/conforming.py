"""A field that the type of a project has is required, too."""

from __future__ import annotations

from typing import Any

OPERATION = "projects.create"
OTHER_CHECKS = {"parameter_changed", "wire_format_changed"}


def alter(sdk: Any) -> None:
    for client in (sdk.projects.client.ProjectsClient, sdk.projects.client.AsyncProjectsClient):
        del client.create.__kwdefaults__["description"]
