from __future__ import annotations

import datetime as dt

from ..core.http import AsyncHttp, SyncHttp
from ..core.options import RequestOptions
from ..types import Event
from . import requests

Events = list[Event]


class EventsClient:
    def __init__(self, *, http: SyncHttp) -> None:
        self._http = http

    def list(
        self,
        *,
        since: dt.date | None = None,
        limit: int | None = None,
        request_options: RequestOptions | None = None,
    ) -> Events:
        return self._http.call(requests.listing(since=since, limit=limit), Events, request_options)  # type: ignore[no-any-return]


class AsyncEventsClient:
    def __init__(self, *, http: AsyncHttp) -> None:
        self._http = http

    async def list(
        self,
        *,
        since: dt.date | None = None,
        limit: int | None = None,
        request_options: RequestOptions | None = None,
    ) -> Events:
        return await self._http.call(requests.listing(since=since, limit=limit), Events, request_options)  # type: ignore[no-any-return]
