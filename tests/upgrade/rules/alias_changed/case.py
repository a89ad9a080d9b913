from __future__ import annotations

from ..core.http import SyncHttp
from ..core.models import UniversalBaseModel
from ..core.options import RequestOptions

Key = int | str  # only old
Key = int | str | float  # only new
Key = str | int  # only near


class Book(UniversalBaseModel):
    title: str
    key: Key


class BooksClient:
    def __init__(self, *, http: SyncHttp) -> None:
        self._http = http

    def get(self, book: int, *, request_options: RequestOptions | None = None) -> Book:
        return self._http.call(book, Book, request_options)  # type: ignore[no-any-return]
