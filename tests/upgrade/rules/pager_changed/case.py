from __future__ import annotations

from ..core.http import RequestData, SyncHttp
from ..core.options import RequestOptions
from ..core.pagination import SyncPager, more  # only old near
from ..core.pagination import SyncPager  # only new
from ..types import Project, ProjectPage


class BooksClient:
    def __init__(self, *, http: SyncHttp) -> None:
        self._http = http

    def list(
        self, *, page: int | None = 1, request_options: RequestOptions | None = None
    ) -> SyncPager[Project, ProjectPage]:
        page = 1 if page is None else page
        request = RequestData("GET", "api/books/", query={"page": page})
        found: ProjectPage = self._http.call(request, ProjectPage, request_options)
        items = getattr(found, "results", None)
        return SyncPager(items, more(found), lambda: self.list(page=page + 1, request_options=request_options), found)  # only old
        return SyncPager(items, False, lambda: self.list(page=page + 1, request_options=request_options), found)  # only new
        return SyncPager(items, more(found), lambda: self.list(page=1 + page, request_options=request_options), found)  # only near
