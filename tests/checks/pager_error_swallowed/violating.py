"""An error on a later page ends the iteration."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import Any

OPERATION = "projects.list"
EXPECT = {"pager_error_swallowed: projects.list"}


def alter(sdk: Any) -> None:
    pagination = sdk.core.pagination
    sync, asynchronous = pagination.SyncPager.__iter__, pagination.AsyncPager.__aiter__

    def quiet(self: Any) -> Iterator[Any]:
        try:
            yield from sync(self)
        except sdk.core.api_error.ApiError:
            return

    async def quiet_async(self: Any) -> AsyncIterator[Any]:
        try:
            async for item in asynchronous(self):
                yield item
        except sdk.core.api_error.ApiError:
            return

    pagination.SyncPager.__iter__ = quiet
    pagination.AsyncPager.__aiter__ = quiet_async
