"""The async client returns the payload."""

from __future__ import annotations

from typing import Any

from tests.checks.alter_sdk import wrap_async

OPERATION = "projects.get"
EXPECT = {"async_result_differs: projects.get"}
OTHER_CHECKS = {"wrong_model_class"}


def alter(sdk: Any) -> None:
    async def bare(original: Any, *args: Any) -> Any:
        return (await original(*args)).dict()

    wrap_async(sdk.core.http.AsyncHttp, "call", bare)
