from __future__ import annotations

from ..core.http import SyncHttp
from ..core.models import UniversalBaseModel
from ..core.options import RequestOptions


class Book(UniversalBaseModel):
    title: str


class Catalogue:  # only new
class _Catalogue:  # only near
    def __init__(self, name: str) -> None:  # only new near
        self.name = name  # only new near
# only new near
    def heading(self) -> str:  # only new near
        return self.name.title()  # only new near
# only new near
# only new near
class BooksClient:
    def __init__(self, *, http: SyncHttp) -> None:
        self._http = http

    def get(self, book: int, *, request_options: RequestOptions | None = None) -> Book:
        return self._http.call(book, Book, request_options)  # type: ignore[no-any-return]
