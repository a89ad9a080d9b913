"""The document has ranges of statuses, and one status that is not an error."""

from __future__ import annotations

from typing import Any

OPERATION = "tasks.get"


def describe(document: dict[str, Any]) -> None:
    ranges = {status: {"description": "Any"} for status in ("202", "4XX", "5XX")}
    document["paths"]["/api/tasks/{task}/"]["get"]["responses"].update(ranges)
