"""Books, with a sub-client for their pages."""

from ..core.http import SyncHttp
from ..core.options import RequestOptions


class PagesClient:
    def __init__(self, *, http: SyncHttp) -> None:
        self._http = http

    def count(self, *, request_options: RequestOptions | None = None) -> int:
        return 0


class BooksClient:
    def __init__(self, *, http: SyncHttp) -> None:
        self._http = http

    @property
    def pages(self):  # only old near
    def pages(self) -> PagesClient:  # only new
        return PagesClient(http=self._http)
# only near
    size = 1  # only near
