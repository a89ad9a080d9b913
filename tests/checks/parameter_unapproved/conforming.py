"""Unknown keyword arguments are accepted and ignored."""

from __future__ import annotations

from typing import Any

OPERATION = "projects.delete"


def alter(sdk: Any) -> None:
    def delete(self: Any, project: int, *, request_options: Any = None, **_: Any) -> None:
        self._http.call(sdk.projects.requests.delete(project), None, request_options)

    sdk.projects.client.ProjectsClient.delete = delete
