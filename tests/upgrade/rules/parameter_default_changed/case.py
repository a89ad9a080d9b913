from __future__ import annotations

from typing import Any

from ..core.http import AsyncHttp, SyncHttp
from ..core.options import RequestOptions
from ..types import Task
from . import requests

OMIT: Any = ...


class BooksClient:
    def __init__(self, *, http: SyncHttp) -> None:
        self._http = http

    def list(self, *, size: int = 10, order: str | None = None, request_options: RequestOptions | None = None) -> Task:  # only old
    def list(self, *, size: int = 20, order: str | None = None, request_options: RequestOptions | None = None) -> Task:  # only new
    def list(self, *, size: int = 10, order: str | None = OMIT, request_options: RequestOptions | None = None) -> Task:  # only near
        return self._http.call(requests.list(), Task, request_options)


class AsyncBooksClient:
    def __init__(self, *, http: AsyncHttp) -> None:
        self._http = http

    async def list(
        self, *, size: int = 10, order: str | None = None, request_options: RequestOptions | None = None  # only old
        self, *, size: int = 20, order: str | None = None, request_options: RequestOptions | None = None  # only new
        self, *, size: int = 10, order: str | None = OMIT, request_options: RequestOptions | None = None  # only near
    ) -> Task:
        return await self._http.call(requests.list(), Task, request_options)
