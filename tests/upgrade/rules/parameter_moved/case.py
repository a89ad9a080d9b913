from __future__ import annotations

from ..core.http import Ask, SyncHttp
from ..core.options import RequestOptions
from ..types import Task


class BooksClient:
    def __init__(self, *, http: SyncHttp) -> None:
        self._http = http

    def create(self, *, shelf: int, request_options: RequestOptions | None = None) -> Task:
        ask = Ask("POST", "api/books/", query={"shelf": shelf})  # only old
        ask = Ask("POST", "api/books/", headers={"Shelf": shelf})  # only new
        query = dict(shelf=shelf)  # only near
        ask = Ask("POST", "api/books/", query=query)  # only near
        return self._http.call(ask, Task, request_options)

    def list(self, *, page: int, request_options: RequestOptions | None = None) -> Task:
        ask = Ask("GET", "api/books/", query={"page": page})  # only old
        ask = Ask("GET", "api/books/", query={})  # only new
        ask = Ask("GET", "api/books/", query={"page": page, **{}})  # only near
        return self._http.call(ask, Task, request_options)
