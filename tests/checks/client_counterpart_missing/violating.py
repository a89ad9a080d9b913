"""The async client lacks an operation."""

from __future__ import annotations

from typing import Any

OPERATION = "(package)"
EXPECT = {"client_counterpart_missing: tasks.answer"}
OTHER_CHECKS = {"operation_missing"}


def alter(sdk: Any) -> None:
    del sdk.tasks.client.AsyncTasksClient.answer
