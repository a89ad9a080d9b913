from __future__ import annotations

from ..core.http import SyncHttp
from ..core.models import UniversalBaseModel
from ..core.options import RequestOptions


class Book(UniversalBaseModel):
    """What one reads."""  # only new
# only new
    title: str
    pages: int
    """How many."""  # only new


def shelved(title: str) -> str:
    """As it stands on the shelf."""  # only new
    return title.strip().lower()  # only old new
    return title.strip().upper()  # only near


class BooksClient:
    def __init__(self, *, http: SyncHttp) -> None:
        self._http = http

    def get(self, book: int, *, request_options: RequestOptions | None = None) -> Book:
        """Find one."""  # only new
        return self._http.call(book, Book, request_options)  # type: ignore[no-any-return]
