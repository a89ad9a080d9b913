from __future__ import annotations

from ..core.http import SyncHttp
from ..core.models import UniversalBaseModel
from ..core.options import RequestOptions
from .raw_client import RawBooksClient  # only old near


class Book(UniversalBaseModel):
    title: str  # only old new
    title: str | None  # only near


class BooksClient:
    def __init__(self, *, http: SyncHttp) -> None:
        self._http = http

    def get(self, book: int, *, request_options: RequestOptions | None = None) -> Book:
        return self._http.call(book, Book, request_options)  # type: ignore[no-any-return]
# only old near
    @property  # only old near
    def with_raw_response(self) -> RawBooksClient:  # only old near
        return RawBooksClient(http=self._http)  # only old near
