from __future__ import annotations

from ..core.api_error import ParsingError  # only new near
from ..core.http import RequestData, SyncHttp
from ..core.options import RequestOptions
from ..types import Task


class BooksClient:
    def __init__(self, *, http: SyncHttp) -> None:
        self._http = http

    def get(self, id: int, *, request_options: RequestOptions | None = None) -> Task | None:
        request = RequestData("GET", f"api/books/{id}/")
        return self._http.call(request, Task, request_options)  # only old
        try:  # only new near
            return self._http.call(request, Task, request_options)  # only new near
        except ParsingError:  # only new near
            return None  # only new
            raise  # only near
