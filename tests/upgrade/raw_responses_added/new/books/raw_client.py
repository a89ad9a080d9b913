from __future__ import annotations

from ..core.http import SyncHttp


class RawBooksClient:
    def __init__(self, *, http: SyncHttp) -> None:
        self._http = http
