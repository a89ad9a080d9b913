"""The result is declared with the class instead of its name."""

from __future__ import annotations

from typing import Annotated, Any

OPERATION = "projects.members.assign"


def alter(sdk: Any) -> None:
    members = sdk.projects.members.client
    for client in (members.MembersClient, members.AsyncMembersClient):
        client.assign.__annotations__["return"] = Annotated[sdk.types.Member, "as it is now"]
