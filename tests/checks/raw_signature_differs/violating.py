"""Methods of the raw clients have another default, another order, and a parameter less."""

from __future__ import annotations

from typing import Any

OPERATION = "(package)"
EXPECT = {
    "raw_signature_differs: projects.get.members_limit",
    "raw_signature_differs: projects.delete.project",
}


def alter(sdk: Any) -> None:
    class Raw:
        def get(self, project: int, *, members_limit: int | None = 1, request_options: Any = None) -> Any: ...
        def delete(self, *, request_options: Any = None) -> Any: ...

    for client in (sdk.projects.client_ext.ProjectsClientExt, sdk.projects.client_ext.AsyncProjectsClientExt):
        client.with_raw_response = property(lambda _: Raw())
