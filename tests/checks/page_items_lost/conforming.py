"""Pages are read one by one, and those without items are left out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

OPERATION = "(package)"


def alter(sdk: Any) -> None:
    pager = sdk.core.pagination.SyncPager
    every_page = pager.iter_pages

    def with_items(self: Any) -> Iterator[Any]:
        yield from (page for page in every_page(self) if page.items)

    pager.iter_pages = with_items
