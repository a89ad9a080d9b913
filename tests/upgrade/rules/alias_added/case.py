from __future__ import annotations
# only new near
from typing import Literal  # only new near

from ..core.http import SyncHttp
from ..core.models import UniversalBaseModel
from ..core.options import RequestOptions
# only new near
State = Literal["lent", "here"]  # only new
_State = Literal["lent", "here"]  # only near


class Book(UniversalBaseModel):
    title: str


class BooksClient:
    def __init__(self, *, http: SyncHttp) -> None:
        self._http = http

    def get(self, book: int, *, request_options: RequestOptions | None = None) -> Book:
        return self._http.call(book, Book, request_options)  # type: ignore[no-any-return]
