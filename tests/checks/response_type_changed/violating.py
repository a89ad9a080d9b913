"""The result is declared as a plain object."""

from __future__ import annotations

from typing import Any

OPERATION = "projects.members.assign"
EXPECT = {"response_type_changed: projects.members.assign.response"}
OTHER_CHECKS = {"model_missing"}


def alter(sdk: Any) -> None:
    members = sdk.projects.members.client
    for client in (members.MembersClient, members.AsyncMembersClient):
        client.assign.__annotations__["return"] = dict[str, Any]
