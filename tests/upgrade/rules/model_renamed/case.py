from __future__ import annotations

from ..core.http import SyncHttp
from ..core.models import UniversalBaseModel
from ..core.options import RequestOptions


class Book(UniversalBaseModel):
    title: str


class Shelf(UniversalBaseModel):  # only old
class Rack(UniversalBaseModel):  # only new
    room: str  # only old new
    books: list[str]  # only old new
    floor: int | None = None  # only old new
class Rack(UniversalBaseModel):  # only near
    height: float  # only near


class BooksClient:
    def __init__(self, *, http: SyncHttp) -> None:
        self._http = http

    def get(self, book: int, *, request_options: RequestOptions | None = None) -> Book:
        return self._http.call(book, Book, request_options)  # type: ignore[no-any-return]
