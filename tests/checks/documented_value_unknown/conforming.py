"""The text quotes another argument and null, and has an apostrophe."""

from __future__ import annotations

from typing import Any

OPERATION = "projects.members.assign"


def alter(sdk: Any) -> None:
    for client in ("MembersClient", "AsyncMembersClient"):
        method = getattr(sdk.projects.members.client, client).assign
        method.__doc__ = method.__doc__.replace("only an", "as `name`, not `null`, and only the project's")
