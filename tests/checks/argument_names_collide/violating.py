"""The query has the name of an argument of the path."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

OPERATION = "projects.delete"
EXPECT = {"argument_names_collide: projects.delete.project_"}
OTHER_CHECKS = {"parameter_unapproved", "unrequested_value_sent"}


def alter(sdk: Any) -> None:
    def delete_request(project: int, value: int | None) -> Any:
        return replace(sdk.projects.requests.delete(project), query={"project_": value})

    def delete(self: Any, project: int, *, project_: int | None = None, request_options: Any = None) -> None:
        self._http.call(delete_request(project, project_), None, request_options)

    async def delete_async(
        self: Any, project: int, *, project_: int | None = None, request_options: Any = None
    ) -> None:
        await self._http.call(delete_request(project, project_), None, request_options)

    sdk.projects.client.ProjectsClient.delete = delete
    sdk.projects.client.AsyncProjectsClient.delete = delete_async
