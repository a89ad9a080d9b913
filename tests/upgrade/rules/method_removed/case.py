from __future__ import annotations

from ..core.http import SyncHttp
from ..core.models import UniversalBaseModel
from ..core.options import RequestOptions


class Catalogue:  # only old new
class Base:  # only near
    def heading(self) -> str:  # only near
        return "3"  # only near
# only near
# only near
class Catalogue(Base):  # only near
    limit = 3
# only old
    def heading(self) -> str:  # only old
        return str(self.limit)  # only old


class Book(UniversalBaseModel):
    title: str


class BooksClient:
    def __init__(self, *, http: SyncHttp) -> None:
        self._http = http

    def get(self, book: int, *, request_options: RequestOptions | None = None) -> Book:
        return self._http.call(book, Book, request_options)  # type: ignore[no-any-return]
# only old near
    def total(self) -> int:  # only old near
        return 3  # only old near
