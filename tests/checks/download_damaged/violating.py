"""A download leaves out the last chunk of the response."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import Any

OPERATION = "(package)"
EXPECT = {"download_damaged: (package).fewer bytes (stream)"}
OTHER_CHECKS = {"runtime_changed"}


def alter(sdk: Any) -> None:
    http = sdk.core.http
    sync, asynchronous = http.SyncHttp.stream, http.AsyncHttp.stream

    def shortened(self: Any, data: Any, options: Any) -> Iterator[bytes]:
        yield from list(sync(self, data, options))[:-1]

    async def shortened_async(self: Any, data: Any, options: Any) -> AsyncIterator[bytes]:
        for chunk in [chunk async for chunk in asynchronous(self, data, options)][:-1]:
            yield chunk

    http.SyncHttp.stream, http.AsyncHttp.stream = shortened, shortened_async
