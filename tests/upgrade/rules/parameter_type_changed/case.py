from __future__ import annotations
# only near
from typing import Literal  # only near

from ..core.http import AsyncHttp, SyncHttp
from ..core.options import RequestOptions
from ..types import Task
from . import requests


class BooksClient:
    def __init__(self, *, http: SyncHttp) -> None:
        self._http = http

    def get(self, *, book: str, request_options: RequestOptions | None = None) -> Task:  # only old
    def get(self, *, book: int, request_options: RequestOptions | None = None) -> Task:  # only new
    def get(self, *, book: str | int, request_options: RequestOptions | None = None) -> Task:  # only near
        return self._http.call(requests.get(), Task, request_options)


class AsyncBooksClient:
    def __init__(self, *, http: AsyncHttp) -> None:
        self._http = http

    async def get(self, *, book: str, request_options: RequestOptions | None = None) -> Task:  # only old
    async def get(self, *, book: int, request_options: RequestOptions | None = None) -> Task:  # only new
    async def get(self, *, book: str | int, request_options: RequestOptions | None = None) -> Task:  # only near
        return await self._http.call(requests.get(), Task, request_options)


def width(text: str) -> int: ...  # only old
def width(text: bytes) -> int: ...  # only new
def width(text: Literal["a"]) -> int: ...  # only near
