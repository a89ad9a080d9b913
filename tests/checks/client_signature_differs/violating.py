"""The async client lacks a parameter."""

from __future__ import annotations

import datetime as dt
from typing import Any, get_type_hints

OPERATION = "events.list"
EXPECT = {"client_signature_differs: events.list.limit"}
OTHER_CHECKS = {"parameter_missing", "async_attempts_differ", "async_error_differs", "valid_call_refused"}


def alter(sdk: Any) -> None:
    original = sdk.events.client.AsyncEventsClient.list

    async def list_(self: Any, *, since: dt.date | None = None, request_options: Any = None) -> Any:
        return await original(self, since=since, request_options=request_options)

    list_.__annotations__ = {name: hint for name, hint in get_type_hints(original).items() if name != "limit"}
    list_.__name__ = "list"
    sdk.events.client.AsyncEventsClient.list = list_
