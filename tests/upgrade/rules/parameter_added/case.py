from __future__ import annotations

from ..core.http import AsyncHttp, SyncHttp
from ..core.options import RequestOptions
from ..types import Task
from . import requests


class BooksClient:
    def __init__(self, *, http: SyncHttp) -> None:
        self._http = http

    def list(self, *, page: int | None = None, request_options: RequestOptions | None = None) -> Task:  # only old
    def list(  # only new
        self, *, page: int | None = None, order: str | None = None, request_options: RequestOptions | None = None  # only new
    ) -> Task:  # only new
    def list(self, *, page: int | None = None, order: str, request_options: RequestOptions | None = None) -> Task:  # only near
        return self._http.call(requests.list(), Task, request_options)


class AsyncBooksClient:
    def __init__(self, *, http: AsyncHttp) -> None:
        self._http = http

    async def list(self, *, page: int | None = None, request_options: RequestOptions | None = None) -> Task:  # only old
    async def list(  # only new
        self, *, page: int | None = None, order: str | None = None, request_options: RequestOptions | None = None  # only new
    ) -> Task:  # only new
    async def list(self, *, page: int | None = None, order: str, request_options: RequestOptions | None = None) -> Task:  # only near
        return await self._http.call(requests.list(), Task, request_options)


def shelf(name: str) -> str: ...  # only old
def shelf(name: str, *, width: int = 80) -> str: ...  # only new
def shelf(name: str, *, width: int) -> str: ...  # only near
