from __future__ import annotations

from ..core.http import SyncHttp
from ..core.models import UniversalBaseModel
from ..core.options import RequestOptions


class Book(UniversalBaseModel):
    title: str


class Catalogue:  # only old near
    def __init__(self, name: str) -> None:  # only old near
        self.name = name  # only old near
# only old near
    def heading(self) -> str:  # only old near
        return self.name.title()  # only old near
# only old near
# only old near
class _Catalogue:  # only near
    def __init__(self, name: str) -> None:  # only near
        self.name = name  # only near
# only near
    def heading(self) -> str:  # only near
        return self.name.title()  # only near
# only near
# only near
class BooksClient:
    def __init__(self, *, http: SyncHttp) -> None:
        self._http = http

    def get(self, book: int, *, request_options: RequestOptions | None = None) -> Book:
        return self._http.call(book, Book, request_options)  # type: ignore[no-any-return]
