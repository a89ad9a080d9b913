"""How a caller reads the result of a call, and what was read, as text.

A list is read item by item or page by page; a stream chunk by chunk. Either may be left early, read twice, or not be
read at all: then the SDK has to release what it holds.
"""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import AsyncGenerator, Callable, Iterator, Mapping, Sequence
from contextlib import AsyncExitStack, aclosing
from dataclasses import dataclass, field
from itertools import groupby
from operator import length_hint
from typing import Any, Final, Literal

from conformance.call_limit import EndlessCall
from conformance.contract.model import Twin

Use = Literal["all", "pages", "next_page", "next", "first", "raised", "closed", "twice", "unused"]
MOST_ITEMS: Final = 10_000  # chunks of a stream are items, too
TURNS: Final = 5  # of the event loop, in which an abandoned asynchronous generator is closed
USES: Final[Mapping[Use, str]] = {  # as a situation names them
    "all": "",
    "pages": "read by iter_pages",
    "next_page": "read by next_page",
    "next": "read by next or anext",
    "first": "left after the first item",
    "raised": "left by an exception",
    "closed": "closed after the first item",
    "twice": "read twice",
    "unused": "not read",
}


class CallersError(Exception):
    """Raised by the code that reads a result: the SDK must let it pass."""


@dataclass(slots=True)
class Reading:
    """The result as a caller has read it. `items` are all items or chunks, `pages` the numbers of items of each page.

    `more` says of each page whether another follows, and `frozen` that the attributes of a list cannot be set,
    and `response` the class of the first page as it was sent. `again` are the items of a second reading.
    `status` and `headers` are those of a raw response, `parts` the classes of its public attributes, None for methods.
    `left_open` counts the responses that were open after the caller had closed the result, None if it was not closed.
    """

    value: Any = None
    items: list[Any] | None = None
    pages: list[int] | None = None
    more: list[bool] = field(default_factory=list)
    frozen: bool = False
    response: type | None = None
    again: list[Any] | None = None
    partly: bool = False
    unused: bool = False
    status: int | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    parts: Mapping[str, type | None] = field(default_factory=dict)
    left_open: int | None = None

    def text(self, relative: Callable[[type], str]) -> str:
        """The reading in a few words."""
        if self.unused:
            frozen = ", and whose attributes cannot be set" if self.frozen else ""
            response = "" if self.response is None else f", with a response of {relative(self.response)}"
            return f"a result that is not read{frozen}{response}"
        if self.items is None:
            return _value_text(self.value, relative)
        text = _items_text(self.items, relative)
        if self.pages is not None:
            text = f"pages of {self.pages} items, has_next {self.more}, {text}"
        if self.again is not None:
            text = f"{text}, then {_items_text(self.again, relative)}"
        return f"{text} at first" if self.partly else text

    def parts_text(self, relative: Callable[[type], str]) -> str:
        """The public attributes of a raw response, "" for any other."""
        found = (f"{name}()" if cls is None else f"{name} {relative(cls)}" for name, cls in self.parts.items())
        return ", ".join(found)


async def read_result(
    held: list[Any], use: Use = "all", twin: Twin = "sync", count_open: Callable[[], int] = lambda: 0
) -> Reading:
    """Read the only item of `held`, which is removed: nothing else may keep the SDK from releasing what it holds.

    The result of the asynchronous client is awaited first, if it cannot be iterated. `count_open` counts the responses
    that are open.
    """
    reading = Reading()
    if twin == "async" and not hasattr(held[0], "__aiter__") and inspect.isawaitable(held[0]):
        held.append(await held.pop())
    async with AsyncExitStack() as stack:
        result = held.pop()
        if hasattr(result, "__aenter__"):
            result = await stack.enter_async_context(result)
        elif hasattr(result, "__enter__"):
            result = stack.enter_context(result)
        is_response = hasattr(result, "aread")  # one of the HTTP library, which its caller reads and closes
        closing = _closing_method(result) if use == "closed" and not is_response else None
        if hasattr(result, "status_code") and (hasattr(result, "data") or hasattr(result, "parse")):
            reading.status, reading.headers = result.status_code, dict(result.headers)
            reading.parts = _public_parts(result)
            result = result.data if hasattr(result, "data") else result.parse()
            if inspect.iscoroutine(result):
                result = await result
        if is_response:
            reading.items = [await _content_of(result, twin)]
        else:
            await _read(reading, [result], use)
        if closing is not None and not reading.unused:
            if inspect.isawaitable(closed := closing()):
                await closed
            await let_close()
            reading.left_open = count_open()
        del result, closing
        if use == "raised":
            raise CallersError
    return reading


def _public_parts(result: Any) -> dict[str, type | None]:
    """The class of each public property of an object, that of its exception where it raises one; None for a method."""
    parts: dict[str, type | None] = {}
    for name in sorted(name for name in dir(type(result)) if not name.startswith("_")):
        if callable(getattr(type(result), name)):
            parts[name] = None
            continue
        try:
            parts[name] = type(getattr(result, name))
        except Exception as error:  # noqa: BLE001  # such as the time that a response took, before it is closed
            parts[name] = type(error)
    return parts


async def _content_of(response: Any, twin: Twin) -> bytes:
    """The whole content of a response, which is closed in any case."""
    try:
        content: bytes = await response.aread() if twin == "async" else response.read()
    finally:
        if twin == "async":
            await response.aclose()
        else:
            response.close()
    return content


async def let_close() -> None:
    """Let the event loop close the asynchronous generators that no variable holds any more."""
    for _ in range(TURNS):
        await asyncio.sleep(0)


async def _read(reading: Reading, held: list[Any], use: Use) -> None:
    result = held.pop()
    if use in {"pages", "next_page"} and not hasattr(result, "iter_pages") and inspect.isawaitable(result):
        result = await result  # the first page; without it, all items
    if not _is_read_in_parts(result):
        reading.value = result
    elif use == "unused" or not _has_use(result, use):
        reading.unused = True
        if hasattr(result, "iter_pages"):
            reading.frozen = _is_frozen(result)
            reading.response = type(result.response) if hasattr(result, "response") else None
    elif use == "pages":
        await _read_pages(reading, result)
    elif use == "next_page":
        await _follow_pages(reading, result)
    elif use == "next":
        await _read_next(reading, result)
    else:
        reading.partly = use in {"first", "raised", "closed"}
        reading.items = await _items(result, first=reading.partly)
        if use == "twice":
            reading.again = await _items(result)


def _is_read_in_parts(result: Any) -> bool:
    if hasattr(result, "__aiter__") or isinstance(result, Iterator):
        return True
    return hasattr(result, "__iter__") and hasattr(result, "iter_pages")


async def _read_pages(reading: Reading, pager: Any) -> None:
    items: list[Any] = []
    counts: list[int] = []
    reading.items, reading.pages = items, counts
    async with aclosing(_each(pager.iter_pages())) as pages:
        async for page in pages:
            _add_page(page, items, counts)
            reading.more.append(bool(getattr(page, "has_next", False)))


async def _follow_pages(reading: Reading, pager: Any) -> None:
    """Every page by the method that returns the next one, until that returns none or one without items."""
    items: list[Any] = []
    counts: list[int] = []
    reading.items, reading.pages = items, counts
    page = pager
    while page is not None and (page.items or page is pager):
        _add_page(page, items, counts)
        reading.more.append(bool(page.has_next))
        if not page.has_next:
            return
        page = page.next_page()
        if inspect.isawaitable(page):
            page = await page


def _closing_method(result: Any) -> Any:
    """The method that closes a result before it was read to its end."""
    return next((found for name in ("close", "aclose") if callable(found := getattr(result, name, None))), None)


def _is_frozen(result: Any) -> bool:
    """Whether an attribute of a list cannot be set: here to the value that it has."""
    name, value = next(iter(vars(result).items()), ("items", None))
    try:
        setattr(result, name, value)
    except (AttributeError, TypeError, ValueError):  # a frozen dataclass, or a frozen model of pydantic
        return True
    return False


def _list_of(page: Any) -> list[Any]:
    """The items of a page: its attribute `items`, or the first one that is a list."""
    values = (getattr(page, name, None) for name in ("items", *vars(page)))
    return next((list(value) for value in values if isinstance(value, list | tuple)), [])


def _has_use(result: Any, use: Use) -> bool:
    if use == "next":
        return _next_method(result) is not None
    if use == "pages":
        return hasattr(result, "iter_pages")
    return use != "next_page" or all(hasattr(result, name) for name in ("next_page", "has_next", "items"))


def _next_method(result: Any) -> Any:
    """The method that returns the next item; most pagers are no iterators, and have none."""
    return getattr(result, "__anext__", None) or getattr(result, "__next__", None)


async def _read_next(reading: Reading, iterator: Any) -> None:
    reading.partly = True
    item = _next_method(iterator)()
    reading.items = [await item if inspect.isawaitable(item) else item]


def _add_page(page: Any, items: list[Any], counts: list[int]) -> None:
    added = _list_of(page)
    counts.append(len(added))
    items += added
    _limit(items)


async def _items(result: Any, *, first: bool = False) -> list[Any]:
    items: list[Any] = []
    if not first and not hasattr(result, "__aiter__"):
        length_hint(result)  # as `list(result)` does: the SDK may send requests to know
    async with aclosing(_each(result)) as source:
        async for item in source:
            items.append(item)
            _limit(items)
            if first:
                break
    return items


async def _each(result: Any) -> AsyncGenerator[Any, None]:
    if hasattr(result, "__aiter__"):
        async for item in result:
            yield item
    else:
        for item in result:
            yield item


def _limit(items: Sequence[Any]) -> None:
    if len(items) >= MOST_ITEMS:
        raise EndlessCall


def _value_text(value: Any, relative: Callable[[type], str]) -> str:
    if isinstance(value, list):
        return _items_text(value, relative)
    return "None" if value is None else relative(type(value))


def _items_text(items: Sequence[Any], relative: Callable[[type], str]) -> str:
    kinds = sorted({relative(type(item)) for item in items})
    if kinds == ["builtins.bytes"]:
        return f"chunks of [{_lengths_text([len(chunk) for chunk in items])}] bytes"
    return f"{len(items)} items" + (f" of {', '.join(kinds)}" if kinds else "")


def _lengths_text(lengths: Sequence[int]) -> str:
    """Lengths in order, equal ones counted: `3 x 770, 1`."""
    groups = [(length, len(list(group))) for length, group in groupby(lengths)]
    return ", ".join(str(length) if count == 1 else f"{length} x {count}" for length, count in groups)
