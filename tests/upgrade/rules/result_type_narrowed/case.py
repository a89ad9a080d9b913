from __future__ import annotations

from ..core.http import AsyncHttp, SyncHttp
from ..core.options import RequestOptions
from ..types import Task
from . import requests


class BooksClient:
    def __init__(self, *, http: SyncHttp) -> None:
        self._http = http

    def find(self, *, title: str, request_options: RequestOptions | None = None) -> Task | None:  # only old
    def find(self, *, title: str, request_options: RequestOptions | None = None) -> Task:  # only new
    def find(self, *, title: str, request_options: RequestOptions | None = None) -> Task | str | None:  # only near
        return self._http.call(requests.find(), Task, request_options)


class AsyncBooksClient:
    def __init__(self, *, http: AsyncHttp) -> None:
        self._http = http

    async def find(self, *, title: str, request_options: RequestOptions | None = None) -> Task | None:  # only old
    async def find(self, *, title: str, request_options: RequestOptions | None = None) -> Task:  # only new
    async def find(self, *, title: str, request_options: RequestOptions | None = None) -> Task | str | None:  # only near
        return await self._http.call(requests.find(), Task, request_options)
