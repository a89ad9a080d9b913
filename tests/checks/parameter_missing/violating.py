"""A parameter is no longer accepted."""

from __future__ import annotations

from typing import Any

OPERATION = "projects.get"
EXPECT = {"parameter_missing: projects.get.members_limit"}


def alter(sdk: Any) -> None:
    def get(self: Any, project: int, *, request_options: Any = None) -> Any:
        return self._http.call(
            sdk.projects.requests.get(project, members_limit=None), sdk.types.Project, request_options
        )

    async def get_async(self: Any, project: int, *, request_options: Any = None) -> Any:
        data = sdk.projects.requests.get(project, members_limit=None)
        return await self._http.call(data, sdk.types.Project, request_options)

    get.__annotations__["return"] = get_async.__annotations__["return"] = sdk.types.Project
    sdk.projects.client.ProjectsClient.get = get
    sdk.projects.client.AsyncProjectsClient.get = get_async
