"""The document has no operation that reads a task."""

from __future__ import annotations

from typing import Any

OPERATION = "tasks.get"
EXPECT = {"operation_not_in_spec: tasks.get"}


def describe(document: dict[str, Any]) -> None:
    del document["paths"]["/api/tasks/{task}/"]
