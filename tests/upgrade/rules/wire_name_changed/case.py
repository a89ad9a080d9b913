from __future__ import annotations

from ..core.http import RequestData, SyncHttp
from ..core.options import RequestOptions
from ..types import Task


class BooksClient:
    def __init__(self, *, http: SyncHttp) -> None:
        self._http = http

    def get(self, *, shelf: int | None = None, request_options: RequestOptions | None = None) -> Task:
        request = RequestData("GET", "api/books/", query={"shelf": shelf})  # only old
        request = RequestData("GET", "api/books/", query={"shelf_id": shelf})  # only new
        query = {"shelf": shelf}  # only near
        request = RequestData("GET", "api/books/", query=query)  # only near
        return self._http.call(request, Task, request_options)
