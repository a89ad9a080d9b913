"""A method is new that makes no requests of its own."""

from __future__ import annotations

from typing import Any

OPERATION = "(package)"
ALSO: set[str] = set()


def alter(sdk: Any) -> None:
    sdk.tasks.client.TasksClient.link = lambda _, task: f"/tasks/{task}"
