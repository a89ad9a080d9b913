from __future__ import annotations

from ..core.http import SyncHttp
from ..core.models import UniversalBaseModel
from ..core.options import RequestOptions


class Catalogue:
    limit = 3
# only new near
    def heading(self) -> str:  # only new
    def _heading(self) -> str:  # only near
        return str(self.limit)  # only new near


class Book(UniversalBaseModel):
    title: str


class BooksClient:
    def __init__(self, *, http: SyncHttp) -> None:
        self._http = http

    def get(self, book: int, *, request_options: RequestOptions | None = None) -> Book:
        return self._http.call(book, Book, request_options)  # type: ignore[no-any-return]
# only new near
    def total(self) -> int:  # only new
    def _total(self) -> int:  # only near
        return 3  # only new near
