from __future__ import annotations

from ..core.http import Ask, SyncHttp
from ..core.options import RequestOptions
from ..types import Task


class BooksClient:
    def __init__(self, *, http: SyncHttp) -> None:
        self._http = http

    def create(self, *, shelf: int, request_options: RequestOptions | None = None) -> Task:
        ask = Ask("POST", "api/books/", query={"shelf": shelf})
        return self._http.call(ask, Task, request_options)

    def list(self, *, page: int, request_options: RequestOptions | None = None) -> Task:
        ask = Ask("GET", "api/books/", query={"page": page})
        return self._http.call(ask, Task, request_options)
