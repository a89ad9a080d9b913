from __future__ import annotations

from ..core.http import RequestData, SyncHttp
from ..core.options import RequestOptions
from ..types import Task


class BooksClient:
    def __init__(self, *, http: SyncHttp) -> None:
        self._http = http

    def get(self, id: int, *, request_options: RequestOptions | None = None) -> Task:
        request = RequestData("GET", f"api/books/{id}/")  # only old
        request = RequestData("GET", f"api/v2/books/{id}/")  # only new
        request = RequestData("GET", "/".join(["api", "books", str(id), ""]))  # only near
        return self._http.call(request, Task, request_options)
