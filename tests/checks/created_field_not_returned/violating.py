"""A field that the type of a project does not have is required."""

from __future__ import annotations

from typing import Any

OPERATION = "projects.create"
EXPECT = {"created_field_not_returned: projects.create.extra"}
OTHER_CHECKS = {"parameter_changed", "wire_format_changed"}


def alter(sdk: Any) -> None:
    for client in (sdk.projects.client.ProjectsClient, sdk.projects.client.AsyncProjectsClient):
        del client.create.__kwdefaults__["extra"]
