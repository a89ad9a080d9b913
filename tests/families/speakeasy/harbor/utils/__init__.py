from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from urllib.parse import quote

import httpx
import pydantic

from .. import errors

T = TypeVar("T")


@dataclass
class RetryConfig:
    attempts: int


def path(template: str, **values: str) -> str:
    for name, value in values.items():
        if not value or set(value) <= {"."}:
            raise ValueError(f"expected a usable value for `{name}`, got {value!r}")
        template = template.replace("{" + name + "}", quote(value, safe=""))
    return template


def parsed(kind: type[T], response: httpx.Response) -> T:
    try:
        return pydantic.TypeAdapter(kind).validate_json(response.text)
    except ValueError as error:
        raise errors.ResponseValidationError("Response validation failed", response) from error


def events(text: str, kind: Any) -> Iterator[Any]:
    for block in filter(None, text.split("\n\n")):
        fields = dict(line.split(": ", 1) for line in block.split("\n"))
        yield pydantic.TypeAdapter(kind).validate_python(fields)


class EventStream(Generic[T]):
    def __init__(self, response: httpx.Response, kind: Any) -> None:
        self.response, self.kind = response, kind
        self.generator: Iterator[T] | None = None

    def __iter__(self) -> Iterator[T]:
        return self

    def __next__(self) -> T:
        if self.generator is None:
            self.generator = events(self.response.read().decode(), self.kind)
        return next(self.generator)

    def __enter__(self) -> EventStream[T]:
        return self

    def __exit__(self, *_: object) -> None:
        self.response.close()


class EventStreamAsync(Generic[T]):
    def __init__(self, response: httpx.Response, kind: Any) -> None:
        self.response, self.kind = response, kind
        self.generator: Iterator[T] | None = None

    def __aiter__(self) -> AsyncIterator[T]:
        return self

    async def __anext__(self) -> T:
        if self.generator is None:
            self.generator = events((await self.response.aread()).decode(), self.kind)
        try:
            return next(self.generator)
        except StopIteration:
            raise StopAsyncIteration from None

    async def __aenter__(self) -> EventStreamAsync[T]:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.response.aclose()
