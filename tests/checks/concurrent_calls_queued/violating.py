"""Every call of the asynchronous client waits for the one before it."""

from __future__ import annotations

import asyncio
from typing import Any

from tests.checks.alter_sdk import wrap_async

OPERATION = "(package)"
EXPECT = {f"concurrent_calls_queued: (package).projects.{method}.async" for method in ("create", "list")}


def alter(sdk: Any) -> None:
    lock = asyncio.Lock()

    async def queued(original: Any, *arguments: Any, **options: Any) -> Any:
        async with lock:
            return await original(*arguments, **options)

    wrap_async(sdk.core.http.AsyncHttp, "send", queued)
