from __future__ import annotations

from ..core.http import Ask, SyncHttp
from ..core.options import RequestOptions
from ..types import Task


class BooksClient:
    def __init__(self, *, http: SyncHttp) -> None:
        self._http = http

    def get(self, *, shelf: int | None = None, request_options: RequestOptions | None = None) -> Task:
        ask = Ask("GET", "api/books/", query={"shelf": shelf})  # only old
        ask = Ask("GET", "api/books/", query={"shelf_id": shelf})  # only new
        query = {"shelf": shelf}  # only near
        ask = Ask("GET", "api/books/", query=query)  # only near
        return self._http.call(ask, Task, request_options)
