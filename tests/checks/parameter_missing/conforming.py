"""Keyword parameters are declared in another order."""

from __future__ import annotations

from typing import Any

OPERATION = "projects.get"


def alter(sdk: Any) -> None:
    def get(self: Any, project: int, *, request_options: Any = None, members_limit: int | None = None) -> Any:
        data = sdk.projects.requests.get(project, members_limit=members_limit)
        return self._http.call(data, sdk.types.Project, request_options)

    get.__annotations__["return"] = sdk.types.Project
    sdk.projects.client.ProjectsClient.get = get
