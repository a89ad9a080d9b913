from __future__ import annotations

from ..core.encode import OMIT
from ..core.http import RequestData, SyncHttp
from ..core.options import RequestOptions
from ..types import Task


class BooksClient:
    def __init__(self, *, http: SyncHttp) -> None:
        self._http = http

    def update(
        self, id: int, *, title: str = OMIT, note: str | None = OMIT, request_options: RequestOptions | None = None
    ) -> Task:
        note = OMIT if note is None else note  # only new
        note = None if note is None else note  # only near
        request = RequestData("PATCH", f"api/books/{id}/", json={"title": title, "note": note})
        return self._http.call(request, Task, request_options)
