"""Both clients lack an operation."""

from __future__ import annotations

from typing import Any

OPERATION = "(package)"
EXPECT = {"operation_missing: tasks.get.async", "operation_missing: tasks.get.sync"}


def alter(sdk: Any) -> None:
    del sdk.tasks.client.TasksClient.get
    del sdk.tasks.client.AsyncTasksClient.get
