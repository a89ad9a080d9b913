"""A download closes its response only if it is read to its end."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import Any

OPERATION = "(package)"
EXPECT = {
    "response_left_open: (package).after an exception (stream)",
    "response_left_open: (package).closed after the first item (stream)",
    "response_left_open: (package).left after the first item (stream)",
}
OTHER_CHECKS = {"runtime_changed"}


def alter(sdk: Any) -> None:
    http = sdk.core.http

    def stream(self: Any, data: Any, options: Any) -> Iterator[bytes]:
        response = self.send(data, options, stream=True)
        if not response.is_success:
            response.read()
        http.raise_for_status(response, data.errors)
        yield from response.iter_bytes()

    async def async_stream(self: Any, data: Any, options: Any) -> AsyncIterator[bytes]:
        response = await self.send(data, options, stream=True)
        if not response.is_success:
            await response.aread()
        http.raise_for_status(response, data.errors)
        async for chunk in response.aiter_bytes():
            yield chunk

    http.SyncHttp.stream, http.AsyncHttp.stream = stream, async_stream
