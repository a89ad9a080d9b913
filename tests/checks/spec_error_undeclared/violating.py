"""The document has a status for which acme has no class."""

from __future__ import annotations

from typing import Any

OPERATION = "tasks.get"
EXPECT = {"spec_error_undeclared: tasks.get.410"}


def describe(document: dict[str, Any]) -> None:
    document["paths"]["/api/tasks/{task}/"]["get"]["responses"]["410"] = {"description": "Gone"}
