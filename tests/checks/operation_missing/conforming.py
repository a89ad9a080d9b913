"""An operation moved to a base class."""

from __future__ import annotations

from typing import Any

OPERATION = "(package)"


def alter(sdk: Any) -> None:
    base = type("Readable", (), {"get": sdk.tasks.client.TasksClient.get})
    del sdk.tasks.client.TasksClient.get
    sdk.client.TasksClient = type("TasksClient", (sdk.tasks.client.TasksClient, base), {"__module__": sdk.__name__})
