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
        """Add a member to a project.

        Parameters
        ----------
        project : int
            The number of the project.

        name : str
            The name of the member.

        role : Role
            Use 'reader' or 'writer'; only an 'owner' can remove the project.

        page : int | None
            The page of the list that the server returns to; defaults to 1.

        request_options : RequestOptions | None
            Options of this call.

        Examples
        --------
        from acme_sdk import Acme

        client = Acme(api_key="KEY")
        client.projects.members.assign(7, "ann", role="reader")
        """
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
        """Add a member to a project.

        Parameters
        ----------
        project : int
            The number of the project.

        name : str
            The name of the member.

        role : Role
            Use 'reader' or 'writer'; only an 'owner' can remove the project.

        page : int | None
            The page of the list that the server returns to; defaults to 1.

        request_options : RequestOptions | None
            Options of this call.

        Examples
        --------
        import asyncio

        from acme_sdk import AsyncAcme

        client = AsyncAcme(api_key="KEY")


        async def main() -> None:
            await client.projects.members.assign(7, "ann", role="reader")


        asyncio.run(main())
        """
        data = requests.assign(project, name, role=role, page=1 if page is None else page)
        return await self._http.call(data, Member, request_options)  # type: ignore[no-any-return]
