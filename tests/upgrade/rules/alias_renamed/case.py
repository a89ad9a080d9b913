from __future__ import annotations

from typing import Literal

from ..core.http import SyncHttp
from ..core.models import UniversalBaseModel
from ..core.options import RequestOptions

State = Literal["lent", "here", "lost"]  # only old
Whereabouts = Literal["lent", "here", "lost"]  # only new
Place = Literal["shelf", "floor"]  # only near


class Book(UniversalBaseModel):
    title: str
    state: State  # only old
    state: Whereabouts  # only new
    state: str  # only near


class BooksClient:
    def __init__(self, *, http: SyncHttp) -> None:
        self._http = http

    def get(self, book: int, *, request_options: RequestOptions | None = None) -> Book:
        return self._http.call(book, Book, request_options)  # type: ignore[no-any-return]
