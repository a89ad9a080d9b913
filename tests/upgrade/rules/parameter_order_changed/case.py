from __future__ import annotations

from ..core.http import AsyncHttp, SyncHttp
from ..core.options import RequestOptions
from ..types import Task
from . import requests


class BooksClient:
    def __init__(self, *, http: SyncHttp) -> None:
        self._http = http

    def move(self, book: int, shelf: int, *, request_options: RequestOptions | None = None) -> Task:  # only old
    def move(self, shelf: int, book: int, *, request_options: RequestOptions | None = None) -> Task:  # only new
    def move(  # only near
        self, book: int, shelf: int, *, room: int | None = None, request_options: RequestOptions | None = None  # only near
    ) -> Task:  # only near
        return self._http.call(requests.move(), Task, request_options)


class AsyncBooksClient:
    def __init__(self, *, http: AsyncHttp) -> None:
        self._http = http

    async def move(self, book: int, shelf: int, *, request_options: RequestOptions | None = None) -> Task:  # only old
    async def move(self, shelf: int, book: int, *, request_options: RequestOptions | None = None) -> Task:  # only new
    async def move(  # only near
        self, book: int, shelf: int, *, room: int | None = None, request_options: RequestOptions | None = None  # only near
    ) -> Task:  # only near
        return await self._http.call(requests.move(), Task, request_options)


def join(first: str, second: str) -> str: ...  # only old
def join(separator: str = "", first: str = "", second: str = "") -> str: ...  # only new
def join(first: str, second: str, separator: str = "") -> str: ...  # only near
