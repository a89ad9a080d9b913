from __future__ import annotations

from ..core.http import SyncHttp
from ..core.models import UniversalBaseModel
from ..core.options import RequestOptions


class Book(UniversalBaseModel):
    title: str


def shelved(title: str) -> str:  # only old new
    return title.strip().lower()  # only old
def shelved(title: str, *, short: bool = False) -> str:  # only near
    return title.strip().upper()  # only new near


class BooksClient:
    def __init__(self, *, http: SyncHttp) -> None:
        self._http = http

    def get(self, book: int, *, request_options: RequestOptions | None = None) -> Book:
        return self._http.call(book, Book, request_options)  # type: ignore[no-any-return]  # only old near
        return self._http.call(int(book), Book, request_options)  # type: ignore[no-any-return]  # only new
