"""An argument is sent twice, in the query and in a header."""

from __future__ import annotations

from typing import Any

from tests.checks.alter_sdk import change_request

OPERATION = "projects.get"


def alter(sdk: Any) -> None:
    change_request(
        sdk.projects.requests, "get", lambda data: {"headers": {"X-Members-Limit": data.query["members_limit"]}}
    )
