from __future__ import annotations

import enum
from typing import Literal

from ..core.http import SyncHttp
from ..core.models import UniversalBaseModel
from ..core.options import RequestOptions


class Binding(str, enum.Enum):
    HARD = "hard"
    SOFT = "soft"  # only new


State = Literal["here", "lent"]  # only old
State = Literal["here", "lent", "lost"]  # only new
State = Literal["lent", "here"]  # only near


class Book(UniversalBaseModel):
    title: str
    state: State
    size: Literal["s", "l"]  # only old
    size: Literal["s", "m", "l"]  # only new
    size: Literal["l", "s"]  # only near
    binding: Binding


class BooksClient:
    def __init__(self, *, http: SyncHttp) -> None:
        self._http = http

    def get(self, book: int, *, request_options: RequestOptions | None = None) -> Book:
        return self._http.call(book, Book, request_options)  # type: ignore[no-any-return]
