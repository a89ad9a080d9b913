"""Hand-written code names one parameter and takes all the others."""

from __future__ import annotations

from typing import Any

OPERATION = "projects.create"
ALSO: set[str] = set()


def alter(sdk: Any) -> None:
    def create(self: Any, *, title: str, **kwargs: Any) -> Any:
        return super(sdk.projects.client_ext.ProjectsClientExt, self).create(title=title, **kwargs)

    create.__annotations__["return"] = sdk.types.Project
    sdk.projects.client_ext.ProjectsClientExt.create = create
