from __future__ import annotations

from ..core.http import AsyncHttp, SyncHttp
from ..core.options import RequestOptions
from ..types import Task
from . import requests


class BooksClient:
    def __init__(self, *, http: SyncHttp) -> None:
        self._http = http

    def list(self, *, request_options: RequestOptions | None = None) -> Task:
        return self._http.call(requests.list(), Task, request_options)


class AsyncBooksClient:
    def __init__(self, *, http: AsyncHttp) -> None:
        self._http = http

    async def get(self, *, request_options: RequestOptions | None = None) -> Task:
        return await self._http.call(requests.get(), Task, request_options)
# only new near
    async def list(self, *, request_options: RequestOptions | None = None) -> Task:  # only new
        return await self._http.call(requests.list(), Task, request_options)  # only new
    async def add(self, *, request_options: RequestOptions | None = None) -> Task:  # only near
        return await self._http.call(requests.add(), Task, request_options)  # only near
