from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from ..core.encode import OMIT
from ..core.http import AsyncHttp, SyncHttp
from ..core.options import RequestOptions
from ..core.pagination import AsyncPager, SyncPager, items_of, more
from ..types import Project, ProjectPage, ProjectState, Settings
from . import requests
from .members.client import AsyncMembersClient, MembersClient


class ProjectsClient:
    def __init__(self, *, http: SyncHttp) -> None:
        self._http = http
        self.members = MembersClient(http=http)

    def list(
        self,
        *,
        page: int | None = 1,
        page_size: int | None = None,
        ordering: str | None = None,
        ids: Sequence[int] | None = None,
        archived: bool | None = None,
        updated_after: dt.datetime | None = None,
        request_options: RequestOptions | None = None,
    ) -> SyncPager[Project, ProjectPage]:
        page = 1 if page is None else page
        query = {"page_size": page_size, "ordering": ordering, "ids": ids, "archived": archived}
        data = requests.listing(page=page, **query, updated_after=updated_after)
        response: ProjectPage = self._http.call(data, ProjectPage, request_options)
        return SyncPager(
            items=items_of(response),
            has_next=more(response),
            get_next=lambda: self.list(
                page=page + 1,
                page_size=page_size,
                ordering=ordering,
                ids=ids,
                archived=archived,
                updated_after=updated_after,
                request_options=request_options,
            ),
            response=response,
        )

    def get(
        self, project: int, *, members_limit: int | None = None, request_options: RequestOptions | None = None
    ) -> Project:
        data = requests.get(project, members_limit=members_limit)
        return self._http.call(data, Project, request_options)  # type: ignore[no-any-return]

    def create(
        self,
        *,
        title: str,
        state: ProjectState = OMIT,
        description: str | None = OMIT,
        settings: Settings | None = OMIT,
        labels: Sequence[str] | None = OMIT,
        due: dt.date | None = OMIT,
        extra: dict[str, Any] | None = OMIT,
        request_options: RequestOptions | None = None,
    ) -> Project:
        data = requests.create(
            title=title,
            state=state,
            description=description,
            settings=settings,
            labels=labels,
            due=due,
            extra=extra,
        )
        return self._http.call(data, Project, request_options)  # type: ignore[no-any-return]

    def update(
        self,
        project: int,
        *,
        title: str | None = OMIT,
        description: str | None = OMIT,
        score: float | None = OMIT,
        archived: bool | None = OMIT,
        sort_key: str | None = OMIT,
        request_options: RequestOptions | None = None,
    ) -> Project:
        data = requests.update(
            project, title=title, description=description, score=score, archived=archived, sortKey=sort_key
        )
        return self._http.call(data, Project, request_options)  # type: ignore[no-any-return]

    def delete(self, project: int, *, request_options: RequestOptions | None = None) -> None:
        self._http.call(requests.delete(project), None, request_options)


class AsyncProjectsClient:
    def __init__(self, *, http: AsyncHttp) -> None:
        self._http = http
        self.members = AsyncMembersClient(http=http)

    async def list(
        self,
        *,
        page: int | None = 1,
        page_size: int | None = None,
        ordering: str | None = None,
        ids: Sequence[int] | None = None,
        archived: bool | None = None,
        updated_after: dt.datetime | None = None,
        request_options: RequestOptions | None = None,
    ) -> AsyncPager[Project, ProjectPage]:
        page = 1 if page is None else page
        query = {"page_size": page_size, "ordering": ordering, "ids": ids, "archived": archived}
        data = requests.listing(page=page, **query, updated_after=updated_after)
        response: ProjectPage = await self._http.call(data, ProjectPage, request_options)
        return AsyncPager(
            items=items_of(response),
            has_next=more(response),
            get_next=lambda: self.list(
                page=page + 1,
                page_size=page_size,
                ordering=ordering,
                ids=ids,
                archived=archived,
                updated_after=updated_after,
                request_options=request_options,
            ),
            response=response,
        )

    async def get(
        self, project: int, *, members_limit: int | None = None, request_options: RequestOptions | None = None
    ) -> Project:
        data = requests.get(project, members_limit=members_limit)
        return await self._http.call(data, Project, request_options)  # type: ignore[no-any-return]

    async def create(
        self,
        *,
        title: str,
        state: ProjectState = OMIT,
        description: str | None = OMIT,
        settings: Settings | None = OMIT,
        labels: Sequence[str] | None = OMIT,
        due: dt.date | None = OMIT,
        extra: dict[str, Any] | None = OMIT,
        request_options: RequestOptions | None = None,
    ) -> Project:
        data = requests.create(
            title=title,
            state=state,
            description=description,
            settings=settings,
            labels=labels,
            due=due,
            extra=extra,
        )
        return await self._http.call(data, Project, request_options)  # type: ignore[no-any-return]

    async def update(
        self,
        project: int,
        *,
        title: str | None = OMIT,
        description: str | None = OMIT,
        score: float | None = OMIT,
        archived: bool | None = OMIT,
        sort_key: str | None = OMIT,
        request_options: RequestOptions | None = None,
    ) -> Project:
        data = requests.update(
            project, title=title, description=description, score=score, archived=archived, sortKey=sort_key
        )
        return await self._http.call(data, Project, request_options)  # type: ignore[no-any-return]

    async def delete(self, project: int, *, request_options: RequestOptions | None = None) -> None:
        await self._http.call(requests.delete(project), None, request_options)
