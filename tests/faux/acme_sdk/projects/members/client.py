from __future__ import annotations

from ...core.http import AsyncHttp, SyncHttp
from ...core.options import RequestOptions
from ...types import Member, Role
from . import requests

Members = list[Member]


class MembersClient:
    def __init__(self, *, http: SyncHttp) -> None:
        self._http = http

    def list(self, project: int, *, role: Role | None = None, request_options: RequestOptions | None = None) -> Members:
        return self._http.call(requests.listing(project, role=role), Members, request_options)  # type: ignore[no-any-return]

    def assign(
        self,
        project: int,
        name: str,
        *,
        role: Role,
        page: int | None = 1,
        request_options: RequestOptions | None = None,
    ) -> Member:
        data = requests.assign(project, name, role=role, page=1 if page is None else page)
        return self._http.call(data, Member, request_options)  # type: ignore[no-any-return]


class AsyncMembersClient:
    def __init__(self, *, http: AsyncHttp) -> None:
        self._http = http

    async def list(
        self, project: int, *, role: Role | None = None, request_options: RequestOptions | None = None
    ) -> Members:
        return await self._http.call(requests.listing(project, role=role), Members, request_options)  # type: ignore[no-any-return]

    async def assign(
        self,
        project: int,
        name: str,
        *,
        role: Role,
        page: int | None = 1,
        request_options: RequestOptions | None = None,
    ) -> Member:
        data = requests.assign(project, name, role=role, page=1 if page is None else page)
        return await self._http.call(data, Member, request_options)  # type: ignore[no-any-return]
