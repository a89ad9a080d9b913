"""A broken connection counts as an empty response."""

from __future__ import annotations

from typing import Any

import httpx

from tests.checks.alter_sdk import wrap, wrap_async

OPERATION = "projects.get"
EXPECT = {"broken_connection_hidden: (core).core.http.call"}


def alter(sdk: Any) -> None:
    def hidden(original: Any, *args: Any, **kwargs: Any) -> Any:
        try:
            return original(*args, **kwargs)
        except httpx.TransportError:
            return httpx.Response(200, json={})

    async def hidden_async(original: Any, *args: Any, **kwargs: Any) -> Any:
        try:
            return await original(*args, **kwargs)
        except httpx.TransportError:
            return httpx.Response(200, json={})

    wrap(sdk.core.http.SyncHttp, "send", hidden)
    wrap_async(sdk.core.http.AsyncHttp, "send", hidden_async)
