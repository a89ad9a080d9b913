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

    def add(self, *, title: str, request_options: RequestOptions | None = None) -> Task:  # only new
        return self._http.call(requests.add(), Task, request_options)  # only new
# only new

class AsyncBooksClient:
    def __init__(self, *, http: AsyncHttp) -> None:
        self._http = http

    async def list(self, *, request_options: RequestOptions | None = None) -> Task:
        return await self._http.call(requests.list(), Task, request_options)
# only new near
    async def add(self, *, title: str, request_options: RequestOptions | None = None) -> Task:  # only new
        return await self._http.call(requests.add(), Task, request_options)  # only new
# only near
def add(title: str) -> str: ...  # only near
