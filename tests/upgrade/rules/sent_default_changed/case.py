from __future__ import annotations

from ..core.http import RequestData, SyncHttp
from ..core.options import RequestOptions
from ..types import Task


class BooksClient:
    def __init__(self, *, http: SyncHttp) -> None:
        self._http = http

    def get(self, *, page: int | None = None, request_options: RequestOptions | None = None) -> Task:
        page = 1 if page is None else page  # only new
        page = None if page is None else page  # only near
        request = RequestData("GET", "api/books/", query={"page": page})
        return self._http.call(request, Task, request_options)
