"""The words of an operation say something of deprecation, and it is not marked."""

from __future__ import annotations

from typing import Any

OPERATION = "projects.get"
ALSO: set[str] = set()


def alter(sdk: Any) -> None:
    sdk.projects.client.ProjectsClient.get.__doc__ = "One project. Not deprecated."
