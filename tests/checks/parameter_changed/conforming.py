"""The type of a parameter is written in a different notation."""

from __future__ import annotations

from typing import Any, Optional

OPERATION = "projects.get"


def alter(sdk: Any) -> None:
    sdk.projects.client.ProjectsClient.get.__annotations__["members_limit"] = "Optional[int]"
    sdk.projects.client.Optional = Optional
