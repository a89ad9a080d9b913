"""The requests for later pages have the query in another order."""

from __future__ import annotations

from typing import Any

from tests.checks.alter_sdk import change_request

OPERATION = "projects.list"


def alter(sdk: Any) -> None:
    def turned(ask: Any) -> dict[str, Any]:
        return {} if ask.query["page"] == 1 else {"query": dict(reversed(ask.query.items()))}

    change_request(sdk.projects.requests, "listing", turned)
