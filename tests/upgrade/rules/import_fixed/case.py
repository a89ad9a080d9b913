from __future__ import annotations

from ..core.http import RequestData, SyncHttp
from ..core.options import RequestOptions
from ..types import Novel, Task  # only old
from ..types import Task  # only new
from ..types import Novel, Story, Task  # only near


class BooksClient:
    def __init__(self, *, http: SyncHttp) -> None:
        self._http = http

    def get(self, id: int, *, request_options: RequestOptions | None = None) -> Task:
        request = RequestData("GET", f"api/books/{id}/")
        return self._http.call(request, Task, request_options)
