"""The hand-written method names one parameter and accepts all the others."""

from __future__ import annotations

from typing import Any

OPERATION = "projects.create"


def alter(sdk: Any) -> None:
    def create(self: Any, *, title: str, **kwargs: Any) -> Any:
        return super(sdk.projects.client_ext.ProjectsClientExt, self).create(title=title, **kwargs)

    create.__annotations__["return"] = sdk.types.Project
    sdk.projects.client_ext.ProjectsClientExt.create = create
