from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import Generic, TypeVar

T = TypeVar("T")


class Stream(Generic[T]):
    def __iter__(self) -> Iterator[T]:
        yield from ()


class AsyncStream(Generic[T]):
    async def __aiter__(self) -> AsyncIterator[T]:
        nothing: tuple[T, ...] = ()
        for item in nothing:
            yield item
