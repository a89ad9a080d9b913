from __future__ import annotations

from ..core.http import RequestData, SyncHttp
from ..core.options import RequestOptions
from ..types import Task


class BooksClient:
    def __init__(self, *, http: SyncHttp) -> None:
        self._http = http

    def get(self, id: int, *, request_options: RequestOptions | None = None) -> Task:
        request = RequestData("GET", f"api/books/{id}/", headers={"X-Fern-Origin": "books"})  # only old
        request = RequestData("GET", f"api/books/{id}/", headers={"X-Fern-Origin": "shelf"})  # only new
        request = RequestData("GET", f"api/books/{id}/", headers=dict([("X-Fern-Origin", "books")]))  # only near
        return self._http.call(request, Task, request_options)
