from __future__ import annotations

from ..core.http import SyncHttp
from ..core.models import UniversalBaseModel
from ..core.options import RequestOptions


class Book(UniversalBaseModel):
    title: str
    pages: int | str  # only old
    pages: int  # only new
    pages: bytes  # only near


class BooksClient:
    def __init__(self, *, http: SyncHttp) -> None:
        self._http = http

    def add(self, *, book: Book, request_options: RequestOptions | None = None) -> None:
        self._http.call(book, None, request_options)
