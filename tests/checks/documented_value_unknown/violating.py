"""The text has a role that does not exist, and another word in quotes."""

from __future__ import annotations

from typing import Any

OPERATION = "projects.members.assign"
EXPECT = {"documented_value_unknown: projects.members.assign.role.admin"}


def alter(sdk: Any) -> None:
    for client in ("MembersClient", "AsyncMembersClient"):
        method = getattr(sdk.projects.members.client, client).assign
        method.__doc__ = method.__doc__.replace("'owner'", "'admin'")
