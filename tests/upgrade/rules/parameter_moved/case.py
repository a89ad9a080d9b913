from __future__ import annotations

from ..core.http import RequestData, SyncHttp
from ..core.options import RequestOptions
from ..types import Task


class BooksClient:
    def __init__(self, *, http: SyncHttp) -> None:
        self._http = http

    def create(self, *, shelf: int, request_options: RequestOptions | None = None) -> Task:
        request = RequestData("POST", "api/books/", query={"shelf": shelf})  # only old
        request = RequestData("POST", "api/books/", headers={"Shelf": shelf})  # only new
        query = dict(shelf=shelf)  # only near
        request = RequestData("POST", "api/books/", query=query)  # only near
        return self._http.call(request, Task, request_options)

    def list(self, *, page: int, request_options: RequestOptions | None = None) -> Task:
        request = RequestData("GET", "api/books/", query={"page": page})  # only old
        request = RequestData("GET", "api/books/", query={})  # only new
        request = RequestData("GET", "api/books/", query={"page": page, **{}})  # only near
        return self._http.call(request, Task, request_options)
