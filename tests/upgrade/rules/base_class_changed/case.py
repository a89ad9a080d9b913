from __future__ import annotations

from ..core.api_error import ApiError
from ..core.http import SyncHttp
from ..core.models import UniversalBaseModel
from ..core.options import RequestOptions


class LentError(ApiError):
    pass  # only old new
    """It is not here."""  # only near


class LostError(LentError):  # only old near
class LostError(ApiError):  # only new
    pass  # only old new
    """It is not here."""  # only near


class Book(UniversalBaseModel):
    title: str


class BooksClient:
    def __init__(self, *, http: SyncHttp) -> None:
        self._http = http

    def get(self, book: int, *, request_options: RequestOptions | None = None) -> Book:
        return self._http.call(book, Book, request_options)  # type: ignore[no-any-return]
