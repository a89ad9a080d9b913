"""The requests for later pages have the query in another order."""

from __future__ import annotations

from typing import Any

from tests.checks.alter_sdk import change_request

OPERATION = "projects.list"


def alter(sdk: Any) -> None:
    def turned(data: Any) -> dict[str, Any]:
        return {} if data.query["page"] == 1 else {"query": dict(reversed(data.query.items()))}

    change_request(sdk.projects.requests, "listing", turned)
