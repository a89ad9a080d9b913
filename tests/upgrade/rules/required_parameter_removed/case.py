from __future__ import annotations

from ..core.http import AsyncHttp, SyncHttp
from ..core.options import RequestOptions
from ..types import Task
from . import requests


class BooksClient:
    def __init__(self, *, http: SyncHttp) -> None:
        self._http = http

    def add(self, *, title: str, author: str, request_options: RequestOptions | None = None) -> Task:  # only old
    def add(self, *, title: str, request_options: RequestOptions | None = None) -> Task:  # only new
    def add(self, *, title: str, author: str | None = None, request_options: RequestOptions | None = None) -> Task:  # only near
        return self._http.call(requests.add(), Task, request_options)


class AsyncBooksClient:
    def __init__(self, *, http: AsyncHttp) -> None:
        self._http = http

    async def add(self, *, title: str, author: str, request_options: RequestOptions | None = None) -> Task:  # only old
    async def add(self, *, title: str, request_options: RequestOptions | None = None) -> Task:  # only new
    async def add(  # only near
        self, *, title: str, author: str | None = None, request_options: RequestOptions | None = None  # only near
    ) -> Task:  # only near
        return await self._http.call(requests.add(), Task, request_options)


class Shelf:
    def __init__(self, name: str, width: int) -> None: ...  # only old
    def __init__(self, name: str) -> None: ...  # only new
    def __init__(self, name: str, width: int = 80) -> None: ...  # only near
