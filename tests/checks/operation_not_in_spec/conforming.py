"""The document has another name for the path's parameter."""

from __future__ import annotations

from typing import Any

OPERATION = "tasks.get"
ALSO: set[str] = set()


def describe(document: dict[str, Any]) -> None:
    item = document["paths"].pop("/api/tasks/{task}/")
    item["get"]["parameters"][0]["name"] = "pk"
    document["paths"]["/api/tasks/{pk}/"] = item
