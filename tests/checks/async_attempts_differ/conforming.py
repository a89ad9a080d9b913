"""The async client makes as many attempts with longer pauses."""

from __future__ import annotations

import asyncio
from typing import Any

from tests.checks.alter_sdk import wrap_async

OPERATION = "projects.get"


def alter(sdk: Any) -> None:
    async def slowly(original: Any, *args: Any, **kwargs: Any) -> Any:
        await asyncio.sleep(3)
        return await original(*args, **kwargs)

    wrap_async(sdk.core.http.AsyncHttp, "send", slowly)
