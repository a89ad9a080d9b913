from __future__ import annotations

from typing import Any, ClassVar

from ..core.api_error import ApiError
from ..core.http import RequestData, SyncHttp
from ..core.options import RequestOptions
from ..types import Problem, Task  # only old near
from ..types import Task  # only new


class BookError(ApiError):
    body_type: ClassVar[Any] = Problem  # only old
    body_type: ClassVar[Any] = Any  # only new
    body_type: ClassVar[Any] = Problem | Problem  # only near


class BooksClient:
    def __init__(self, *, http: SyncHttp) -> None:
        self._http = http

    def get(self, id: int, *, request_options: RequestOptions | None = None) -> Task:
        request = RequestData("GET", f"api/books/{id}/", errors={404: BookError})
        return self._http.call(request, Task, request_options)
