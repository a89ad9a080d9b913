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
        self.pages = PagesClient(http=http)  # only old
# only new near
    @property  # only new near
    def pages(self):  # only new
    def pages(self) -> PagesClient:  # only near
        return PagesClient(http=self._http)  # only new near
