"""A result is read as a caller would read it, and nothing keeps the SDK from releasing it afterwards."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest

from conformance.runtime.reading import CallersError, Reading, Use, let_close, read_result


@dataclass
class Source:
    """A stream of three chunks that notes when it is closed."""

    closed: bool = False

    def chunks(self) -> Iterator[bytes]:
        try:
            yield from (b"aaa", b"bbb", b"c")
        finally:
            self.closed = True

    async def chunks_later(self) -> AsyncIterator[bytes]:
        try:
            for chunk in (b"aaa", b"bbb", b"c"):
                yield chunk
        finally:
            self.closed = True


@dataclass
class Page:
    """A page of a list: a pager as SDKs have it."""

    items: list[int]
    following: list[list[int]] = field(default_factory=list)

    @property
    def has_next(self) -> bool:
        return bool(self.following)

    def get_next(self) -> Page:
        return Page(self.following[0], self.following[1:])

    def next_page(self) -> Page | None:
        return self.get_next() if self.following else None

    def iter_pages(self) -> Iterator[Page]:
        page: Page | None = self
        while page is not None:
            yield page
            page = page.next_page()

    def __iter__(self) -> Iterator[int]:
        for page in self.iter_pages():
            yield from page.items


def read(result: Any, use: Use = "all") -> Reading:
    async def reading() -> Reading:
        held = [result]
        try:
            return await read_result(held, use)
        finally:
            await let_close()

    return asyncio.run(reading())


def text(reading: Reading) -> str:
    return reading.text(lambda cls: f"{cls.__module__}.{cls.__qualname__}")


@pytest.mark.parametrize(
    ("use", "words"),
    [
        ("all", "4 items of builtins.int"),
        ("pages", "pages of [2, 1, 1] items, has_next [True, True, False], 4 items of builtins.int"),
        ("next_page", "pages of [2, 1, 1] items, has_next [True, True, False], 4 items of builtins.int"),
        ("first", "1 items of builtins.int at first"),
        ("twice", "4 items of builtins.int, then 4 items of builtins.int"),
        ("unused", "a result that is not read"),
        ("next", "a result that is not read"),
    ],
)
def test_a_list_is_read_in_every_way_that_callers_know(use: Use, words: str) -> None:
    assert text(read(Page([1, 2], [[3], [4]]), use)) == words


def test_a_list_is_read_with_the_class_of_its_first_page_as_it_was_sent() -> None:
    page: Any = Page([1])
    page.response = {"count": 1}
    assert text(read(page, "unused")) == "a result that is not read, with a response of builtins.dict"


@pytest.mark.parametrize("name", ["chunks", "chunks_later"])
@pytest.mark.parametrize(
    ("use", "words"),
    [
        ("all", "chunks of [3 x 2, 1] bytes"),
        ("first", "chunks of [3] bytes at first"),
        ("closed", "chunks of [3] bytes at first"),
        ("twice", "chunks of [3 x 2, 1] bytes, then 0 items"),
    ],
)
def test_a_stream_that_no_variable_holds_any_more_is_closed(name: str, use: Use, words: str) -> None:
    source = Source()
    assert text(read(getattr(source, name)(), use)) == words
    assert source.closed


@dataclass
class RawStream:
    """A raw response with a stream, whose `close` does nothing unless it `closes`."""

    source: Source
    closes: bool
    status_code: int = 200
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def data(self) -> Iterator[bytes]:
        return self.source.chunks()

    def close(self) -> None:
        self.source.closed = self.closes


@pytest.mark.parametrize(("closes", "left_open"), [(True, 0), (False, 1)])
def test_responses_that_are_open_after_closing_the_result_are_counted(closes: bool, left_open: int) -> None:
    source = Source()

    def count_open() -> int:
        return int(not source.closed)

    held: list[Any] = [RawStream(source, closes)]
    assert asyncio.run(read_result(held, "closed", count_open=count_open)).left_open == left_open


@dataclass(frozen=True)
class FrozenPage:
    """A list that cannot be changed."""

    items: tuple[int, ...] = ()

    def iter_pages(self) -> Iterator[FrozenPage]:
        yield self

    def __iter__(self) -> Iterator[int]:
        return iter(self.items)


@pytest.mark.parametrize(("pager", "frozen"), [(Page([1]), False), (FrozenPage(), True)])
def test_the_reading_says_whether_attributes_of_a_list_can_be_set(pager: Any, frozen: bool) -> None:
    reading = read(pager, "unused")
    assert (reading.frozen, text(reading).endswith("cannot be set")) == (frozen, frozen)


def test_an_exception_of_the_caller_leaves_a_raw_response_through_its_context() -> None:
    entered = []

    @contextmanager
    def raw() -> Iterator[Iterator[bytes]]:
        try:
            yield Source().chunks()
        except CallersError:
            entered.append("left")
            raise

    with pytest.raises(CallersError):
        read(raw(), "raised")
    assert entered == ["left"]
