"""The last chunk of a stream is missing."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import Any

from tests.checks.alter_sdk import wrap

OPERATION = "files.download"
EXPECT = {"stream_damaged: files.download"}


def alter(sdk: Any) -> None:
    def cut(original: Any, *args: Any) -> Iterator[bytes]:
        yield b"".join(original(*args))[:-7]

    async def cut_async(original: Any, *args: Any) -> AsyncIterator[bytes]:
        yield b"".join([chunk async for chunk in original(*args)])[:-7]

    wrap(sdk.core.http.SyncHttp, "stream", cut)
    wrap(sdk.core.http.AsyncHttp, "stream", cut_async)
