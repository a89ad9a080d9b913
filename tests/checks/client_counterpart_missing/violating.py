"""An operation is gone from the asynchronous client."""

from __future__ import annotations

from typing import Any

OPERATION = "(package)"
EXPECT = {"client_counterpart_missing: tasks.answer"}
ALSO = {"operation_missing"}


def alter(sdk: Any) -> None:
    del sdk.tasks.client.AsyncTasksClient.answer
