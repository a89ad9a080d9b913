"""The asynchronous client waits in two steps."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace
from typing import Any

OPERATION = "(package)"


def alter(sdk: Any) -> None:
    async def sleep(seconds: float) -> None:
        await asyncio.sleep(seconds)
        await asyncio.sleep(0)

    sdk.core.http.asyncio = SimpleNamespace(sleep=sleep)
