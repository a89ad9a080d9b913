"""A parameter is new."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

OPERATION = "projects.delete"
EXPECT = {"parameter_unapproved: projects.delete.shard"}
OTHER_CHECKS = {"unrequested_value_sent"}


def alter(sdk: Any) -> None:
    def delete_request(project: int, shard: int | None) -> Any:
        return replace(sdk.projects.requests.delete(project), query={"shard": shard})

    def delete(self: Any, project: int, *, shard: int | None = None, request_options: Any = None) -> None:
        self._http.call(delete_request(project, shard), None, request_options)

    async def delete_async(self: Any, project: int, *, shard: int | None = None, request_options: Any = None) -> None:
        await self._http.call(delete_request(project, shard), None, request_options)

    sdk.projects.client.ProjectsClient.delete = delete
    sdk.projects.client.AsyncProjectsClient.delete = delete_async
