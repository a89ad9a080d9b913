from __future__ import annotations

from collections.abc import Sequence

from ..core.http import RequestData, SyncHttp
from ..core.options import RequestOptions
from ..types import Task


class BooksClient:
    def __init__(self, *, http: SyncHttp) -> None:
        self._http = http

    def get(self, *, ids: Sequence[int] | None = None, request_options: RequestOptions | None = None) -> Task:
        request = RequestData("GET", "api/books/", query={"ids": ids})  # only old
        text = None if ids is None else ids if isinstance(ids, str) else ",".join(map(str, ids))  # only new
        request = RequestData("GET", "api/books/", query={"ids": text})  # only new
        listed = None if ids is None else ids if isinstance(ids, str) else list(ids)  # only near
        request = RequestData("GET", "api/books/", query={"ids": listed})  # only near
        return self._http.call(request, Task, request_options)
