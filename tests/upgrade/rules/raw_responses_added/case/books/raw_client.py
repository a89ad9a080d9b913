from __future__ import annotations  # only new
# only new
from ..core.http import SyncHttp  # only new
# only new
# only new
class RawBooksClient:  # only new
    def __init__(self, *, http: SyncHttp) -> None:  # only new
        self._http = http  # only new
