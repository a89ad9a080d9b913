from __future__ import annotations

import pydantic

from ..core.http import SyncHttp
from ..core.models import UniversalBaseModel
from ..core.options import RequestOptions


class Book(UniversalBaseModel):
    title: str
    pages: int | None = pydantic.Field(default=None, alias="pageCount")  # only old
    pages: int | None = pydantic.Field(default=None, alias="page_count")  # only new
    pages: int | None = pydantic.Field(alias="pageCount", default=None)  # only near


class BooksClient:
    def __init__(self, *, http: SyncHttp) -> None:
        self._http = http

    def get(self, book: int, *, request_options: RequestOptions | None = None) -> Book:
        return self._http.call(book, Book, request_options)  # type: ignore[no-any-return]
