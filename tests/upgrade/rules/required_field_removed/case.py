from __future__ import annotations

import pydantic

from ..core.http import SyncHttp
from ..core.models import UniversalBaseModel
from ..core.options import RequestOptions


class Book(UniversalBaseModel):
    title: str
    pages: int  # only old
    pages: int | None = None  # only near


class Label(pydantic.BaseModel):
    text: str
    color: str  # only old
    color: str | None = None  # only near


class BooksClient:
    def __init__(self, *, http: SyncHttp) -> None:
        self._http = http

    def add(self, *, book: Book, request_options: RequestOptions | None = None) -> None:
        self._http.call(book, None, request_options)
