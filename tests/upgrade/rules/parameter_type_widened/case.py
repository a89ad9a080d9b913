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
        self, *, ids: list[int], order: Literal["title"] | Any = None, request_options: RequestOptions | None = None  # only old
        self,  # only new
        *,  # only new
        ids: list[int] | str,  # only new
        order: Literal["title", "year"] | Any = None,  # only new
        request_options: RequestOptions | None = None,  # only new
        self, *, ids: list[str], order: Any | Literal["title"] = None, request_options: RequestOptions | None = None  # only near
    ) -> Task:
        return self._http.call(requests.list(), Task, request_options)


class AsyncBooksClient:
    def __init__(self, *, http: AsyncHttp) -> None:
        self._http = http

    async def list(
        self, *, ids: list[int], order: Literal["title"] | Any = None, request_options: RequestOptions | None = None  # only old
        self,  # only new
        *,  # only new
        ids: list[int] | str,  # only new
        order: Literal["title", "year"] | Any = None,  # only new
        request_options: RequestOptions | None = None,  # only new
        self, *, ids: list[str], order: Any | Literal["title"] = None, request_options: RequestOptions | None = None  # only near
    ) -> Task:
        return await self._http.call(requests.list(), Task, request_options)
