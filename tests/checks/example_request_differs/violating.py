"""The example of one client calls another operation."""

from __future__ import annotations

from typing import Any

OPERATION = "projects.members.assign"
EXPECT = {"example_request_differs: projects.members.assign.request.sync"}


def alter(sdk: Any) -> None:
    method = sdk.projects.members.client.MembersClient.assign
    method.__doc__ = method.__doc__.replace('assign(7, "ann", role="reader")', "list(7)")
