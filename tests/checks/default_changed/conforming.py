"""The default is part of the URL instead of the query arguments."""

from __future__ import annotations

from typing import Any

from tests.checks.alter_sdk import change_request

OPERATION = "projects.members.assign"


def alter(sdk: Any) -> None:
    change_request(
        sdk.projects.members.requests,
        "assign",
        lambda data: {"path": f"{data.path}?page={data.query['page']}", "query": {}},
    )
