"""An operation is new."""

from __future__ import annotations

from typing import Any

OPERATION = "(package)"
EXPECT = {"operation_unapproved: tasks.purge.async", "operation_unapproved: tasks.purge.sync"}


def alter(sdk: Any) -> None:
    sdk.tasks.client.TasksClient.purge = sdk.tasks.client.TasksClient.get
    sdk.tasks.client.AsyncTasksClient.purge = sdk.tasks.client.AsyncTasksClient.get
