"""A download reads the whole response before it yields any of it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import Any

OPERATION = "(package)"
OTHER_CHECKS = {"runtime_changed"}


def alter(sdk: Any) -> None:
    http = sdk.core.http

    def stream(self: Any, data: Any, options: Any) -> Iterator[bytes]:
        response = self.send(data, options)
        http.raise_for_status(response, data.errors)
        yield response.content

    async def async_stream(self: Any, data: Any, options: Any) -> AsyncIterator[bytes]:
        response = await self.send(data, options)
        http.raise_for_status(response, data.errors)
        yield response.content

    http.SyncHttp.stream, http.AsyncHttp.stream = stream, async_stream
