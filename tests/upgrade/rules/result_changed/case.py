from __future__ import annotations

from typing import Any

from ..core.http import RequestData, SyncHttp
from ..core.options import RequestOptions


class BooksClient:
    def __init__(self, *, http: SyncHttp) -> None:
        self._http = http

    def get(self, id: int, *, request_options: RequestOptions | None = None) -> dict[str, Any]:
        request = RequestData("GET", f"api/books/{id}/")
        book = self._http.call(request, dict[str, Any], request_options)
        return book  # only old
        return {**book, "read": False}  # only new
        return {**book}  # only near
