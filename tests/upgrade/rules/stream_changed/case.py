from __future__ import annotations

from collections.abc import Iterator

from ..core.http import RequestData, SyncHttp
from ..core.options import RequestOptions


class BooksClient:
    def __init__(self, *, http: SyncHttp) -> None:
        self._http = http

    def text(self, id: int, *, request_options: RequestOptions | None = None) -> Iterator[bytes]:
        request = RequestData("GET", f"api/books/{id}/text/")
        for chunk in self._http.stream(request, request_options):
            yield chunk  # only old
            yield chunk.replace(b"\r\n", b"\n")  # only new
            yield bytes(chunk)  # only near
