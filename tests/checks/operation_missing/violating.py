"""An operation is gone from both clients."""

from __future__ import annotations

from typing import Any

OPERATION = "(package)"
EXPECT = {"operation_missing: tasks.get.async", "operation_missing: tasks.get.sync"}
ALSO: set[str] = set()


def alter(sdk: Any) -> None:
    del sdk.tasks.client.TasksClient.get
    del sdk.tasks.client.AsyncTasksClient.get
