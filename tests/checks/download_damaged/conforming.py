"""A download has chunks of its own size."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import Any

OPERATION = "(package)"
OTHER_CHECKS = {"runtime_changed"}


def alter(sdk: Any) -> None:
    http = sdk.core.http
    sync, asynchronous = http.SyncHttp.stream, http.AsyncHttp.stream

    def in_halves(self: Any, data: Any, options: Any) -> Iterator[bytes]:
        for chunk in sync(self, data, options):
            yield chunk[: len(chunk) // 2]
            yield chunk[len(chunk) // 2 :]

    async def in_halves_async(self: Any, data: Any, options: Any) -> AsyncIterator[bytes]:
        async for chunk in asynchronous(self, data, options):
            yield chunk[: len(chunk) // 2]
            yield chunk[len(chunk) // 2 :]

    http.SyncHttp.stream, http.AsyncHttp.stream = in_halves, in_halves_async
