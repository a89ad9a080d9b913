"""The document has whole ranges of statuses, and one that is no error."""

from __future__ import annotations

from typing import Any

OPERATION = "tasks.get"
ALSO: set[str] = set()


def describe(document: dict[str, Any]) -> None:
    ranges = {status: {"description": "Any"} for status in ("202", "4XX", "5XX")}
    document["paths"]["/api/tasks/{task}/"]["get"]["responses"].update(ranges)
