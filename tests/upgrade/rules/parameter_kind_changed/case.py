from __future__ import annotations

from ..core.http import AsyncHttp, SyncHttp
from ..core.options import RequestOptions
from ..types import Task
from . import requests


class BooksClient:
    def __init__(self, *, http: SyncHttp) -> None:
        self._http = http

    def get(self, book: int, *, request_options: RequestOptions | None = None) -> Task:  # only old
    def get(self, *, book: int, request_options: RequestOptions | None = None) -> Task:  # only new
    def get(self, book: int, *, full: bool = False, request_options: RequestOptions | None = None) -> Task:  # only near
        return self._http.call(requests.get(), Task, request_options)


class AsyncBooksClient:
    def __init__(self, *, http: AsyncHttp) -> None:
        self._http = http

    async def get(self, book: int, *, request_options: RequestOptions | None = None) -> Task:  # only old
    async def get(self, *, book: int, request_options: RequestOptions | None = None) -> Task:  # only new
    async def get(self, book: int, *, full: bool = False, request_options: RequestOptions | None = None) -> Task:  # only near
        return await self._http.call(requests.get(), Task, request_options)


def join(first: str, /, second: str) -> str: ...  # only old
def join(first: str, second: str) -> str: ...  # only new
def join(one: str, /, second: str) -> str: ...  # only near
