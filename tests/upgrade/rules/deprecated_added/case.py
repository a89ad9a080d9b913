from __future__ import annotations

from ..core.http import AsyncHttp, SyncHttp
from ..core.options import RequestOptions
from ..types import Task
from . import requests


class BooksClient:
    def __init__(self, *, http: SyncHttp) -> None:
        self._http = http

    def list(
        self, *, page: int | None = None, fields: str | None = None, request_options: RequestOptions | None = None
    ) -> Task:
        """List books.

        Parameters
        ----------
        page : int
            Which page.

        fields : str
            Which fields.  # only old
            Deprecated: use `include`.  # only new
            Which of the fields.  # only near

        Returns
        -------
        Task
        """
        return self._http.call(requests.list(), Task, request_options)


class AsyncBooksClient:
    def __init__(self, *, http: AsyncHttp) -> None:
        self._http = http

    async def list(
        self, *, page: int | None = None, fields: str | None = None, request_options: RequestOptions | None = None
    ) -> Task:
        """List books.

        Parameters
        ----------
        page : int
            Which page.

        fields : str
            Which fields.  # only old
            Deprecated: use `include`.  # only new
            Which of the fields.  # only near

        Returns
        -------
        Task
        """
        return await self._http.call(requests.list(), Task, request_options)


class Shelf:
    """A shelf."""  # only old
    """A shelf.  # only new
# only new
    .. deprecated:: 1.1  # only new
        Use `Room`.  # only new
    """  # only new
    """A shelf of books."""  # only near

    def books(self) -> list[str]: ...
