"""The async client does not retry."""

from __future__ import annotations

from typing import Any

from tests.checks.alter_sdk import wrap_async

OPERATION = "projects.get"
EXPECT = {
    "async_attempts_differ: projects.get.error_429",
    "async_attempts_differ: projects.get.error_502",
    "async_attempts_differ: projects.get.error_503",
}
OTHER_CHECKS = {"attempts_differ"}


def alter(sdk: Any) -> None:
    async def once(original: Any, self: Any, data: Any, options: Any, **kwargs: Any) -> Any:
        return await original(self, data, {"max_retries": 0}, **kwargs)

    wrap_async(sdk.core.http.AsyncHttp, "send", once)
