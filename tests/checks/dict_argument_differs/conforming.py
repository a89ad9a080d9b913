"""The fields of a dict in place of a model are sent in another order."""

from __future__ import annotations

from typing import Any

from tests.checks.alter_sdk import change_request

OPERATION = "tasks.add"


def alter(sdk: Any) -> None:
    def turned(data: Any) -> dict[str, Any]:
        items = [dict(reversed(item.items())) if isinstance(item, dict) else item for item in data.json]
        return {"json": items if isinstance(data.json, list) else data.json}

    change_request(sdk.tasks.requests, "add", turned)
