from __future__ import annotations

from ..core.http import RequestData, SyncHttp
from ..core.options import RequestOptions
from ..types import Task


class BooksClient:
    def __init__(self, *, http: SyncHttp) -> None:
        self._http = http

    def update(self, id: int, *, request_options: RequestOptions | None = None) -> Task:
        request = RequestData("PATCH", f"api/books/{id}/")  # only old
        request = RequestData("PUT", f"api/books/{id}/")  # only new
        path = f"api/books/{id}/"  # only near
        request = RequestData("PATCH", path)  # only near
        return self._http.call(request, Task, request_options)
