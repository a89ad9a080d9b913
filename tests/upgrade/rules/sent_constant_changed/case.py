from __future__ import annotations

from ..core.http import RequestData, SyncHttp
from ..core.options import RequestOptions
from ..types import Task


class BooksClient:
    def __init__(self, *, http: SyncHttp) -> None:
        self._http = http

    def get(self, id: int, *, request_options: RequestOptions | None = None) -> Task:
        request = RequestData("GET", f"api/books/{id}/", query={"format": "full"})  # only old
        request = RequestData("GET", f"api/books/{id}/", query={"format": "short"})  # only new
        request = RequestData("GET", f"api/books/{id}/", query=dict(format="full"))  # only near
        return self._http.call(request, Task, request_options)
