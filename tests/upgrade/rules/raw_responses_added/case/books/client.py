from __future__ import annotations

from ..core.http import SyncHttp
from ..core.models import UniversalBaseModel
from ..core.options import RequestOptions
from .raw_client import RawBooksClient  # only new


class Book(UniversalBaseModel):
    title: str


class BooksClient:
    def __init__(self, *, http: SyncHttp) -> None:
        self._http = http

    def get(self, book: int, *, request_options: RequestOptions | None = None) -> Book:
        return self._http.call(book, Book, request_options)  # type: ignore[no-any-return]
# only new near
    @property  # only new near
    def with_raw_response(self) -> RawBooksClient:  # only new
        return RawBooksClient(http=self._http)  # only new
    def with_more(self) -> int:  # only near
        return 1  # only near
