"""The async client inherits an operation from a base class."""

from __future__ import annotations

from typing import Any

OPERATION = "(package)"


def alter(sdk: Any) -> None:
    base = type("AnswerMixin", (), {"answer": sdk.tasks.client.AsyncTasksClient.answer})
    del sdk.tasks.client.AsyncTasksClient.answer
    client = type("AsyncTasksClient", (sdk.tasks.client.AsyncTasksClient, base), {"__module__": sdk.__name__})
    sdk.client.AsyncTasksClient = client
