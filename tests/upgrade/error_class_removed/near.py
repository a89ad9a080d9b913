from __future__ import annotations

from ..core.api_error import ApiError
from ..core.http import SyncHttp
from ..core.models import UniversalBaseModel
from ..core.options import RequestOptions


class Book(UniversalBaseModel):
    title: str


class LentError(ApiError):
    def __str__(self) -> str:
        return f"lent: {self.body}"


class _GoneError(ApiError):
    pass


class BooksClient:
    def __init__(self, *, http: SyncHttp) -> None:
        self._http = http

    def get(self, book: int, *, request_options: RequestOptions | None = None) -> Book:
        return self._http.call(book, Book, request_options)  # type: ignore[no-any-return]
