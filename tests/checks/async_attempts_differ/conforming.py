"""The asynchronous client waits longer between as many attempts."""

from __future__ import annotations

import asyncio
from typing import Any

from tests.checks.alter_sdk import wrap_async

OPERATION = "projects.get"
ALSO: set[str] = set()


def alter(sdk: Any) -> None:
    async def slowly(original: Any, *args: Any, **kwargs: Any) -> Any:
        await asyncio.sleep(3)
        return await original(*args, **kwargs)

    wrap_async(sdk.core.http.AsyncHttp, "send", slowly)
