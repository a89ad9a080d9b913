"""A second method requests the same path and returns another type."""

from __future__ import annotations

from typing import Any

OPERATION = "(package)"
EXPECT = {"endpoint_types_differ: (package).GET /api/projects/{}"}
OTHER_CHECKS = {"client_counterpart_missing", "operation_unapproved"}


def alter(sdk: Any) -> None:
    def read(self: Any, project: int, *, request_options: Any = None) -> Any:
        return self._http.call(sdk.projects.requests.get(project, members_limit=None), dict, request_options)

    read.__annotations__["return"] = dict[str, str]
    sdk.projects.client.ProjectsClient.read = read
