"""A second method requests the same path and returns the same type."""

from __future__ import annotations

from typing import Any

OPERATION = "(package)"
OTHER_CHECKS = {"operation_unapproved"}


def alter(sdk: Any) -> None:
    sdk.projects.client.ProjectsClient.read = sdk.projects.client.ProjectsClient.get
    sdk.projects.client.AsyncProjectsClient.read = sdk.projects.client.AsyncProjectsClient.get
