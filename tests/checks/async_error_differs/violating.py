"""The async client raises the base class for every status."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from tests.checks.alter_sdk import wrap_async

OPERATION = "projects.get"
EXPECT = {"async_error_differs: projects.get.error_404"}
OTHER_CHECKS = {"error_class_differs", "declared_error_changed"}


def alter(sdk: Any) -> None:
    async def plainly(original: Any, self: Any, data: Any, *args: Any) -> Any:
        return await original(self, replace(data, errors={404: sdk.ApiError, 400: data.errors[400]}), *args)

    wrap_async(sdk.core.http.AsyncHttp, "call", plainly)
