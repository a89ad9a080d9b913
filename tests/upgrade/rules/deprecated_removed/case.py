from __future__ import annotations

from ..core.http import AsyncHttp, SyncHttp
from ..core.options import RequestOptions
from ..types import Task
from . import requests


class BooksClient:
    def __init__(self, *, http: SyncHttp) -> None:
        self._http = http

    def list(  # only old new
        self, *, page: int | None = None, fields: str | None = None, request_options: RequestOptions | None = None  # only old new
    ) -> Task:  # only old new
    def list(self, *, page: int | None = None, request_options: RequestOptions | None = None) -> Task:  # only near
        """List books.

        Parameters
        ----------
        page : int
            Which page.

        fields : str  # only old new
            Deprecated: use `include`.  # only old
            Which fields.  # only new
# only near

        Returns
        -------
        Task
        """
        return self._http.call(requests.list(), Task, request_options)


class AsyncBooksClient:
    def __init__(self, *, http: AsyncHttp) -> None:
        self._http = http

    async def list(  # only old new
        self, *, page: int | None = None, fields: str | None = None, request_options: RequestOptions | None = None  # only old new
    ) -> Task:  # only old new
    async def list(self, *, page: int | None = None, request_options: RequestOptions | None = None) -> Task:  # only near
        """List books.

        Parameters
        ----------
        page : int
            Which page.

        fields : str  # only old new
            Deprecated: use `include`.  # only old
            Which fields.  # only new
# only near

        Returns
        -------
        Task
        """
        return await self._http.call(requests.list(), Task, request_options)


class Shelf:
    """A shelf.  # only old near
# only old near
    .. deprecated:: 1.1  # only old near
        Use `Room`.  # only old
        Use `Room` or `Hall`.  # only near
    """  # only old near
    """A shelf."""  # only new

    def books(self) -> list[str]: ...
