"""The example of one client gives an argument that the method does not accept."""

from __future__ import annotations

from typing import Any

OPERATION = "projects.members.assign"
EXPECT = {"example_broken: projects.members.assign.TypeError.sync"}


def alter(sdk: Any) -> None:
    method = sdk.projects.members.client.MembersClient.assign
    method.__doc__ = method.__doc__.replace("role=", "rank=")
