from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Generator, Iterator
from typing import Any, Generic, TypeVar

import pydantic

from ._models import BaseModel

T = TypeVar("T")


class SyncPage(BaseModel, Generic[T]):
    data: list[T]
    _next: Callable[[], Any] = pydantic.PrivateAttr()

    def _get_page_items(self) -> list[T]:
        return self.data

    def iter_pages(self) -> Iterator[SyncPage[T]]:
        page = self
        while True:
            yield page
            if not page.data:
                return
            page = page._next()

    def __iter__(self) -> Iterator[T]:  # type: ignore[override]
        for page in self.iter_pages():
            yield from page.data


class AsyncPage(BaseModel, Generic[T]):
    data: list[T]
    _next: Callable[[], Any] = pydantic.PrivateAttr()

    def _get_page_items(self) -> list[T]:
        return self.data

    async def iter_pages(self) -> AsyncIterator[AsyncPage[T]]:
        page = self
        while True:
            yield page
            if not page.data:
                return
            page = await page._next()

    async def __aiter__(self) -> AsyncIterator[T]:
        async for page in self.iter_pages():
            for item in page.data:
                yield item


P = TypeVar("P")


class AsyncPaginator(Generic[T, P]):
    """The first page, once it is awaited; or all items."""

    def __init__(self, first: Callable[[], Awaitable[P]]) -> None:
        self.first = first

    def __await__(self) -> Generator[Any, None, P]:
        return self.first().__await__()

    async def __aiter__(self) -> AsyncIterator[T]:
        async for item in await self.first():  # type: ignore[attr-defined]
            yield item
