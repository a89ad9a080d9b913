from __future__ import annotations

from ..core.http import SyncHttp
from ..core.models import UniversalBaseModel
from ..core.options import RequestOptions


class Book(UniversalBaseModel):
    title: str


class Catalogue:  # only old
class Register:  # only new
    def __init__(self, name: str) -> None:  # only old new
        self.name = name  # only old new
# only old new
    def heading(self) -> str:  # only old new
        return self.name.title()  # only old new
class Register:  # only near
    limit = 3  # only near


class BooksClient:
    def __init__(self, *, http: SyncHttp) -> None:
        self._http = http

    def get(self, book: int, *, request_options: RequestOptions | None = None) -> Book:
        return self._http.call(book, Book, request_options)  # type: ignore[no-any-return]
