"""The async method is a different function with the same signature."""

from __future__ import annotations

from functools import wraps
from typing import Any

OPERATION = "events.list"


def alter(sdk: Any) -> None:
    original = sdk.events.client.AsyncEventsClient.list

    @wraps(original)
    async def wrapped(*args: Any, **kwargs: Any) -> Any:
        return await original(*args, **kwargs)

    sdk.events.client.AsyncEventsClient.list = wrapped
