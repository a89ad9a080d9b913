"""A broken connection raises the SDK's own error."""

from __future__ import annotations

from typing import Any

import httpx

from tests.checks.alter_sdk import wrap, wrap_async

OPERATION = "projects.get"


def alter(sdk: Any) -> None:
    def wrap_error(original: Any, *args: Any, **kwargs: Any) -> Any:
        try:
            return original(*args, **kwargs)
        except httpx.TransportError as error:
            raise sdk.ApiError(body=str(error)) from error

    async def told_async(original: Any, *args: Any, **kwargs: Any) -> Any:
        try:
            return await original(*args, **kwargs)
        except httpx.TransportError as error:
            raise sdk.ApiError(body=str(error)) from error

    wrap(sdk.core.http.SyncHttp, "send", wrap_error)
    wrap_async(sdk.core.http.AsyncHttp, "send", told_async)
