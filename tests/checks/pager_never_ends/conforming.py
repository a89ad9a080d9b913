"""A pager makes one more request after an empty page, and then ends."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import Any

OPERATION = "projects.list"


def alter(sdk: Any) -> None:
    def again(pager: Any) -> Iterator[Any]:
        page, empty = pager, 0
        while empty < 2:
            yield page
            empty = 0 if page.items else empty + 1
            page = page if empty == 2 else page.get_next()

    async def again_async(pager: Any) -> AsyncIterator[Any]:
        page, empty = pager, 0
        while empty < 2:
            yield page
            empty = 0 if page.items else empty + 1
            page = page if empty == 2 else await page.get_next()

    sdk.core.pagination.SyncPager.iter_pages = again
    sdk.core.pagination.AsyncPager.iter_pages = again_async
