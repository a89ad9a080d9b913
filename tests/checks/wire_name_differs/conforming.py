"""Two clients send an argument under two names, and two operations of one client under one."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

OPERATION = "(package)"


def alter(sdk: Any) -> None:
    def delete_request(project: int, value: int | None) -> Any:
        return replace(sdk.projects.requests.delete(project), query={"page": value})

    def delete(self: Any, project: int, *, page: int | None = None, request_options: Any = None) -> None:
        self._http.call(delete_request(project, page), None, request_options)

    async def delete_async(self: Any, project: int, *, page: int | None = None, request_options: Any = None) -> None:
        await self._http.call(delete_request(project, page), None, request_options)

    sdk.projects.client.ProjectsClient.delete = delete
    sdk.projects.client.AsyncProjectsClient.delete = delete_async
