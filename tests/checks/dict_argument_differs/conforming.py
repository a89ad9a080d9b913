"""The fields of a dict in place of a model are sent in another order."""

from __future__ import annotations

from typing import Any

from tests.checks.altering import asking

OPERATION = "tasks.add"
ALSO: set[str] = set()


def alter(sdk: Any) -> None:
    def turned(ask: Any) -> dict[str, Any]:
        items = [dict(reversed(item.items())) if isinstance(item, dict) else item for item in ask.json]
        return {"json": items if isinstance(ask.json, list) else ask.json}

    asking(sdk.tasks.requests, "add", turned)
