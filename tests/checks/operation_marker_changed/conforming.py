"""The docstring of an operation mentions deprecation, and the operation is not deprecated."""

from __future__ import annotations

from typing import Any

OPERATION = "projects.get"


def alter(sdk: Any) -> None:
    sdk.projects.client.ProjectsClient.get.__doc__ = "One project. Not deprecated."
