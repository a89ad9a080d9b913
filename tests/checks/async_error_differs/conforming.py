"""The async client raises the same error with a cause."""

from __future__ import annotations

from typing import Any

from tests.checks.alter_sdk import wrap_async

OPERATION = "projects.get"


def alter(sdk: Any) -> None:
    async def chained(original: Any, *args: Any) -> Any:
        try:
            return await original(*args)
        except sdk.ApiError as error:
            raise error from RuntimeError("asynchronously")

    wrap_async(sdk.core.http.AsyncHttp, "call", chained)
