from __future__ import annotations  # only old near
# only old near
from ..core.http import SyncHttp  # only old near
# only old near
# only old near
class RawBooksClient:  # only old near
    def __init__(self, *, http: SyncHttp) -> None:  # only old near
        self._http = http  # only old near
