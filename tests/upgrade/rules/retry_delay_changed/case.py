from __future__ import annotations

import time

from ..core.api_error import ApiError
from ..core.http import RequestData, SyncHttp
from ..core.options import RequestOptions
from ..types import Task


class BooksClient:
    def __init__(self, *, http: SyncHttp) -> None:
        self._http = http

    def get(self, id: int, *, request_options: RequestOptions | None = None) -> Task:
        request = RequestData("GET", f"api/books/{id}/")
        try:
            return self._http.call(request, Task, request_options)
        except ApiError as error:
            if error.status_code == 500:  # only old new
                time.sleep(1.0)  # only old
                time.sleep(2.0)  # only new
            if error.status_code >= 500 and error.status_code < 501:  # only near
                time.sleep(0.5 + 0.5)  # only near
            raise
