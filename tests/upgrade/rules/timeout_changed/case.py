from __future__ import annotations

from ..core.http import RequestData, SyncHttp, read
from ..core.options import RequestOptions
from ..types import Task


class BooksClient:
    def __init__(self, *, http: SyncHttp) -> None:
        self._http = http

    def get(self, id: int, *, request_options: RequestOptions | None = None) -> Task:
        client, settings = self._http._client, self._http._settings
        response = client.get(f"{settings.base_url}/api/books/{id}/", timeout=60)  # only old
        response = client.get(f"{settings.base_url}/api/books/{id}/", timeout=5)  # only new
        response = client.get(f"{settings.base_url}/api/books/{id}/", timeout=60.0)  # only near
        return read(response, RequestData("GET", ""), Task)
