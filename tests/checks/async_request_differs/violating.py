"""The async client sends PUT where the sync client sends PATCH."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from tests.checks.alter_sdk import wrap_async

OPERATION = "projects.update"
EXPECT = {"async_request_differs: projects.update"}
OTHER_CHECKS = {"method_differs", "wire_format_changed"}


def alter(sdk: Any) -> None:
    async def replacing(original: Any, self: Any, data: Any, *args: Any) -> Any:
        return await original(self, replace(data, method="PUT"), *args)

    wrap_async(sdk.core.http.AsyncHttp, "call", replacing)
