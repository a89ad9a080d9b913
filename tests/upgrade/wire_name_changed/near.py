from __future__ import annotations

from ..core.http import Ask, SyncHttp
from ..core.options import RequestOptions
from ..types import Task


class BooksClient:
    def __init__(self, *, http: SyncHttp) -> None:
        self._http = http

    def get(self, *, shelf: int | None = None, request_options: RequestOptions | None = None) -> Task:
        query = {"shelf": shelf}
        ask = Ask("GET", "api/books/", query=query)
        return self._http.call(ask, Task, request_options)
