"""A method without requests is new."""

from __future__ import annotations

from typing import Any

OPERATION = "(package)"


def alter(sdk: Any) -> None:
    sdk.tasks.client.TasksClient.link = lambda _, task: f"/tasks/{task}"
