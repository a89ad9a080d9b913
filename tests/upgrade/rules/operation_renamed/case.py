from __future__ import annotations

from ..core.http import AsyncHttp, SyncHttp
from ..core.options import RequestOptions
from ..types import Task
from . import requests


class BooksClient:
    def __init__(self, *, http: SyncHttp) -> None:
        self._http = http

    def list(self, *, page: int | None = None, request_options: RequestOptions | None = None) -> Task:  # only old
    def find(self, *, page: int | None = None, request_options: RequestOptions | None = None) -> Task:  # only new
        return self._http.call(requests.list(), Task, request_options)  # only old new
    def find(self, *, page: int | None = None, request_options: RequestOptions | None = None) -> Task:  # only near
        return self._http.call(requests.find(), Task, request_options)  # only near


class AsyncBooksClient:
    def __init__(self, *, http: AsyncHttp) -> None:
        self._http = http

    async def list(self, *, page: int | None = None, request_options: RequestOptions | None = None) -> Task:  # only old
    async def find(self, *, page: int | None = None, request_options: RequestOptions | None = None) -> Task:  # only new
        return await self._http.call(requests.list(), Task, request_options)  # only old new
    async def find(self, *, page: int | None = None, request_options: RequestOptions | None = None) -> Task:  # only near
        return await self._http.call(requests.find(), Task, request_options)  # only near
