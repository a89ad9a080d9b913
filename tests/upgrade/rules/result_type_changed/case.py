from __future__ import annotations

from ..core.http import AsyncHttp, SyncHttp
from ..core.options import RequestOptions
from ..types import Task  # only old near
from . import requests


class BooksClient:
    def __init__(self, *, http: SyncHttp) -> None:
        self._http = http

    def find(self, *, title: str, request_options: RequestOptions | None = None) -> Task:  # only old
    def find(self, *, title: str, request_options: RequestOptions | None = None) -> Task | str:  # only near
        return self._http.call(requests.find(), Task, request_options)  # only old near
    def find(self, *, title: str, request_options: RequestOptions | None = None) -> str:  # only new
        return self._http.call(requests.find(), str, request_options)  # only new


class AsyncBooksClient:
    def __init__(self, *, http: AsyncHttp) -> None:
        self._http = http

    async def find(self, *, title: str, request_options: RequestOptions | None = None) -> Task:  # only old
    async def find(self, *, title: str, request_options: RequestOptions | None = None) -> Task | str:  # only near
        return await self._http.call(requests.find(), Task, request_options)  # only old near
    async def find(self, *, title: str, request_options: RequestOptions | None = None) -> str:  # only new
        return await self._http.call(requests.find(), str, request_options)  # only new


def width(text: str) -> int: ...  # only old
def width(text: str) -> str: ...  # only new
def width(text: str) -> bool: ...  # only near
