from __future__ import annotations

from ..core.http import SyncHttp
from ..core.models import UniversalBaseModel
from ..core.options import RequestOptions


class Book(UniversalBaseModel):
    title: str
    pages: int  # only new
    pages: int | None = None  # only near


class Sale(UniversalBaseModel):
    title: str
    pages: int  # only new
    pages: int | None = None  # only near


class BooksClient:
    def __init__(self, *, http: SyncHttp) -> None:
        self._http = http

    def add(self, *, book: Book, request_options: RequestOptions | None = None) -> None:
        self._http.call(book, None, request_options)

    def sold(self, *, request_options: RequestOptions | None = None) -> Sale:
        return self._http.call(None, Sale, request_options)
