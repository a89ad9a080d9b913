"""The async client has a user agent of its own."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from tests.checks.alter_sdk import wrap_async

OPERATION = "projects.update"


def alter(sdk: Any) -> None:
    async def add_user_agent(original: Any, self: Any, data: Any, *args: Any) -> Any:
        return await original(self, replace(data, headers={"User-Agent": "acme-async"}), *args)

    wrap_async(sdk.core.http.AsyncHttp, "call", add_user_agent)
