from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from .api_error import ParsingError

T = TypeVar("T")  # an item
R = TypeVar("R")  # a page of the response


def more(page: Any) -> bool:
    """A page that names no next one is the last one."""
    return getattr(page, "next", None) is not None


def items_of(page: Any) -> Any:
    items = getattr(page, "results", None)
    if not isinstance(items, list):  # the end of a list looks different
        raise ParsingError(body=page)
    return items


@dataclass(frozen=True)
class SyncPager(Generic[T, R]):
    items: Sequence[T] | None
    has_next: bool
    get_next: Callable[[], SyncPager[T, R]]
    response: R

    def __iter__(self) -> Iterator[T]:
        for page in self.iter_pages():
            yield from page.items or ()

    def iter_pages(self) -> Iterator[SyncPager[T, R]]:
        page = self
        while True:
            yield page
            if not page.has_next:
                return
            page = page.get_next()

    def next_page(self) -> SyncPager[T, R] | None:
        return self.get_next() if self.has_next else None


@dataclass(frozen=True)
class AsyncPager(Generic[T, R]):
    items: Sequence[T] | None
    has_next: bool
    get_next: Callable[[], Awaitable[AsyncPager[T, R]]]
    response: R

    async def __aiter__(self) -> AsyncIterator[T]:
        async for page in self.iter_pages():
            for item in page.items or ():
                yield item

    async def iter_pages(self) -> AsyncIterator[AsyncPager[T, R]]:
        page = self
        while True:
            yield page
            if not page.has_next:
                return
            page = await page.get_next()

    async def next_page(self) -> AsyncPager[T, R] | None:
        return await self.get_next() if self.has_next else None
