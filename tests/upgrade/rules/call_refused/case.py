from __future__ import annotations

from ..core.encode import encode_path
from ..core.http import RequestData, SyncHttp
from ..core.options import RequestOptions
from ..types import Task


class BooksClient:
    def __init__(self, *, http: SyncHttp) -> None:
        self._http = http

    def get(self, name: str, *, request_options: RequestOptions | None = None) -> Task:
        if "/" in name:  # only new
            raise ValueError("no slash in a name")  # only new
        if name is None:  # only near
            raise ValueError("no name")  # only near
        request = RequestData("GET", f"api/books/{encode_path(name)}/")
        return self._http.call(request, Task, request_options)
