from __future__ import annotations

from ..core.http import RequestData, SyncHttp
from ..core.options import RequestOptions
from ..types import Task


class BooksClient:
    def __init__(self, *, http: SyncHttp) -> None:
        self._http = http

    def get(self, id: int, *, request_options: RequestOptions | None = None) -> Task:
        request = RequestData("GET", f"api/books/{id}/")
        options: RequestOptions = {**(request_options or {})}  # only old
        options: RequestOptions = {"max_retries": 0, **(request_options or {})}  # only new
        options: RequestOptions = {"max_retries": 2, **(request_options or {})}  # only near
        return self._http.call(request, Task, options)
