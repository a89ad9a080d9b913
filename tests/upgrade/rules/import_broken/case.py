from __future__ import annotations
# only near
try:  # only near
    import no_such_module_here  # only near
except ImportError:  # only near
    no_such_module_here = None  # only near

from ..core.http import RequestData, SyncHttp
from ..core.options import RequestOptions
from ..types import Task  # only old near
from ..types import Novel, Task  # only new


class BooksClient:
    def __init__(self, *, http: SyncHttp) -> None:
        self._http = http

    def get(self, id: int, *, request_options: RequestOptions | None = None) -> Task:
        request = RequestData("GET", f"api/books/{id}/")
        return self._http.call(request, Task, request_options)
