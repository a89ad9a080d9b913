from __future__ import annotations

from ..core.api_error import ApiError
from ..core.http import SyncHttp
from ..core.models import UniversalBaseModel
from ..core.options import RequestOptions


class Book(UniversalBaseModel):
    title: str


class LentError(ApiError):  # only old
class BorrowedError(ApiError):  # only new
    days = 14  # only old new
# only old new
    def __str__(self) -> str:  # only old new
        return f"lent: {self.body}"  # only old new
class OtherError(ApiError):  # only near
    status = 1  # only near


class BooksClient:
    def __init__(self, *, http: SyncHttp) -> None:
        self._http = http

    def get(self, book: int, *, request_options: RequestOptions | None = None) -> Book:
        return self._http.call(book, Book, request_options)  # type: ignore[no-any-return]
