"""The example gives every argument by name, and a server with a prefix."""

from __future__ import annotations

from typing import Any

OPERATION = "projects.members.assign"


def alter(sdk: Any) -> None:
    method = sdk.projects.members.client.MembersClient.assign
    method.__doc__ = method.__doc__.replace('(api_key="KEY")', '(api_key="KEY", base_url="http://other.test/acme")')
