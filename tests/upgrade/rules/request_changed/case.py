from __future__ import annotations

from ..core.http import RequestData, SyncHttp
from ..core.options import RequestOptions
from ..types import Task


class BooksClient:
    def __init__(self, *, http: SyncHttp) -> None:
        self._http = http

    def create(self, *, title: str, request_options: RequestOptions | None = None) -> Task:
        text = title  # only old
        text = title.strip()  # only new
        text = str(title)  # only near
        request = RequestData("POST", "api/books/", json={"title": text})
        return self._http.call(request, Task, request_options)
