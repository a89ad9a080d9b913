"""The document has a different name for the path parameter."""

from __future__ import annotations

from typing import Any

OPERATION = "tasks.get"


def describe(document: dict[str, Any]) -> None:
    item = document["paths"].pop("/api/tasks/{task}/")
    item["get"]["parameters"][0]["name"] = "pk"
    document["paths"]["/api/tasks/{pk}/"] = item
