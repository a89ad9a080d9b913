from __future__ import annotations

from ..core.http import SyncHttp
from ..core.models import UniversalBaseModel
from ..core.options import RequestOptions


class Book(UniversalBaseModel):
    title: str


def shelved(title: str) -> str:  # only old
def sorted_title(title: str) -> str:  # only new
    return title.strip().lower()  # only old new
def colour(page: int) -> int:  # only near
    return page * 2  # only near


class BooksClient:
    def __init__(self, *, http: SyncHttp) -> None:
        self._http = http

    def get(self, book: int, *, request_options: RequestOptions | None = None) -> Book:
        return self._http.call(book, Book, request_options)  # type: ignore[no-any-return]
