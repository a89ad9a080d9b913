from __future__ import annotations

from ..core.api_error import ApiError  # only new near
from ..core.http import SyncHttp
from ..core.models import UniversalBaseModel
from ..core.options import RequestOptions


class Book(UniversalBaseModel):
    title: str


class LentError(ApiError):  # only new
class _LentError(ApiError):  # only near
    def __str__(self) -> str:  # only new near
        return f"lent: {self.body}"  # only new near
# only new near
# only new near
class BooksClient:
    def __init__(self, *, http: SyncHttp) -> None:
        self._http = http

    def get(self, book: int, *, request_options: RequestOptions | None = None) -> Book:
        return self._http.call(book, Book, request_options)  # type: ignore[no-any-return]
