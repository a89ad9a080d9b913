from __future__ import annotations
# only old near
from typing import Literal  # only old near

from ..core.http import SyncHttp
from ..core.models import UniversalBaseModel
from ..core.options import RequestOptions
# only old near
State = Literal["lent", "here"]  # only old near
# only near
# only near
_State = Literal["lent", "here"]  # only near


class Book(UniversalBaseModel):
    title: str


class BooksClient:
    def __init__(self, *, http: SyncHttp) -> None:
        self._http = http

    def get(self, book: int, *, request_options: RequestOptions | None = None) -> Book:
        return self._http.call(book, Book, request_options)  # type: ignore[no-any-return]
