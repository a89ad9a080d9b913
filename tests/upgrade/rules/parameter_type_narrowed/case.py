from __future__ import annotations

from typing import Any, Literal

from ..core.http import AsyncHttp, SyncHttp
from ..core.options import RequestOptions
from ..types import Task
from . import requests


class BooksClient:
    def __init__(self, *, http: SyncHttp) -> None:
        self._http = http

    def list(
        self,  # only old near
        *,  # only old near
        ids: list[int] | str,  # only old
        order: Literal["title", "year"] | Any = None,  # only old
        ids: str | list[int],  # only near
        order: Literal["year", "title"] | Any = None,  # only near
        request_options: RequestOptions | None = None,  # only old near
        self, *, ids: list[int], order: Literal["title"] | Any = None, request_options: RequestOptions | None = None  # only new
    ) -> Task:
        return self._http.call(requests.list(), Task, request_options)


class AsyncBooksClient:
    def __init__(self, *, http: AsyncHttp) -> None:
        self._http = http

    async def list(
        self,  # only old near
        *,  # only old near
        ids: list[int] | str,  # only old
        order: Literal["title", "year"] | Any = None,  # only old
        ids: str | list[int],  # only near
        order: Literal["year", "title"] | Any = None,  # only near
        request_options: RequestOptions | None = None,  # only old near
        self, *, ids: list[int], order: Literal["title"] | Any = None, request_options: RequestOptions | None = None  # only new
    ) -> Task:
        return await self._http.call(requests.list(), Task, request_options)
