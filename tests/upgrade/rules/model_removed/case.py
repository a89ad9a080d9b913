from __future__ import annotations

from ..core.http import SyncHttp
from ..core.models import UniversalBaseModel
from ..core.options import RequestOptions


class Book(UniversalBaseModel):
    title: str


class Shelf(UniversalBaseModel):  # only old near
    room: str  # only old near
    books: list[str]  # only old near
    floor: int | None = None  # only old near
# only old near
# only old near
class _Shelf(UniversalBaseModel):  # only near
    room: str  # only near
    books: list[str]  # only near
    floor: int | None = None  # only near
# only near
# only near
class BooksClient:
    def __init__(self, *, http: SyncHttp) -> None:
        self._http = http

    def get(self, book: int, *, request_options: RequestOptions | None = None) -> Book:
        return self._http.call(book, Book, request_options)  # type: ignore[no-any-return]
