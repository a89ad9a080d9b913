"""The asynchronous client waits with `time.sleep`."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

OPERATION = "(package)"
EXPECT = {"event_loop_blocked: (package).wait (async)"}


def alter(sdk: Any) -> None:
    async def sleep(seconds: float) -> None:
        sdk.core.http.time.sleep(seconds)

    sdk.core.http.asyncio = SimpleNamespace(sleep=sleep)
