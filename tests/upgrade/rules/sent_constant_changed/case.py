from __future__ import annotations

from ..core.http import Ask, SyncHttp
from ..core.options import RequestOptions
from ..types import Task


class BooksClient:
    def __init__(self, *, http: SyncHttp) -> None:
        self._http = http

    def get(self, id: int, *, request_options: RequestOptions | None = None) -> Task:
        ask = Ask("GET", f"api/books/{id}/", query={"format": "full"})  # only old
        ask = Ask("GET", f"api/books/{id}/", query={"format": "short"})  # only new
        ask = Ask("GET", f"api/books/{id}/", query=dict(format="full"))  # only near
        return self._http.call(ask, Task, request_options)
