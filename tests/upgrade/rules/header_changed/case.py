from __future__ import annotations

from ..core.http import Ask, SyncHttp
from ..core.options import RequestOptions
from ..types import Task


class BooksClient:
    def __init__(self, *, http: SyncHttp) -> None:
        self._http = http

    def get(self, id: int, *, request_options: RequestOptions | None = None) -> Task:
        ask = Ask("GET", f"api/books/{id}/", headers={"X-Fern-Origin": "books"})  # only old
        ask = Ask("GET", f"api/books/{id}/", headers={"X-Fern-Origin": "shelf"})  # only new
        ask = Ask("GET", f"api/books/{id}/", headers=dict([("X-Fern-Origin", "books")]))  # only near
        return self._http.call(ask, Task, request_options)
