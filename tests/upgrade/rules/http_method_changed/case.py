from __future__ import annotations

from ..core.http import Ask, SyncHttp
from ..core.options import RequestOptions
from ..types import Task


class BooksClient:
    def __init__(self, *, http: SyncHttp) -> None:
        self._http = http

    def update(self, id: int, *, request_options: RequestOptions | None = None) -> Task:
        ask = Ask("PATCH", f"api/books/{id}/")  # only old
        ask = Ask("PUT", f"api/books/{id}/")  # only new
        path = f"api/books/{id}/"  # only near
        ask = Ask("PATCH", path)  # only near
        return self._http.call(ask, Task, request_options)
