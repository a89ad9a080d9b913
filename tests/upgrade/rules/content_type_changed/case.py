from __future__ import annotations

from ..core.http import RequestData, SyncHttp, read
from ..core.options import RequestOptions
from ..types import Task


class BooksClient:
    def __init__(self, *, http: SyncHttp) -> None:
        self._http = http

    def update(self, id: int, *, title: str, request_options: RequestOptions | None = None) -> Task:
        headers = {"Content-Type": "application/json"}  # only old
        headers = {"Content-Type": "application/merge-patch+json"}  # only new
        headers = {"Content-Type": "application/json; charset=utf-8"}  # only near
        client, settings = self._http._client, self._http._settings
        response = client.patch(f"{settings.base_url}/api/books/{id}/", json={"title": title}, headers=headers)
        return read(response, RequestData("GET", ""), Task)
