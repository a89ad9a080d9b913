"""The async client returns a copy."""

from __future__ import annotations

from typing import Any

from tests.checks.alter_sdk import wrap_async

OPERATION = "projects.get"


def alter(sdk: Any) -> None:
    async def copied(original: Any, *args: Any) -> Any:
        return (await original(*args)).model_copy(deep=True)

    wrap_async(sdk.core.http.AsyncHttp, "call", copied)
