"""The hand-written method takes fewer parameters than the generated one."""

from __future__ import annotations

from typing import Any

OPERATION = "projects.create"
EXPECT = {
    "extension_hides_parameter: projects.create.description",
    "extension_hides_parameter: projects.create.due",
    "extension_hides_parameter: projects.create.extra",
    "extension_hides_parameter: projects.create.labels",
    "extension_hides_parameter: projects.create.settings",
    "extension_hides_parameter: projects.create.state",
}
OTHER_CHECKS = {"parameter_missing", "wire_format_changed"}


def alter(sdk: Any) -> None:
    def create(self: Any, *, title: str) -> Any:
        return super(sdk.projects.client_ext.ProjectsClientExt, self).create(title=title)

    async def create_async(self: Any, *, title: str) -> Any:
        return await super(sdk.projects.client_ext.AsyncProjectsClientExt, self).create(title=title)

    create.__name__ = create_async.__name__ = "create"
    create.__annotations__["return"] = create_async.__annotations__["return"] = sdk.types.Project
    sdk.projects.client_ext.ProjectsClientExt.create = create
    sdk.projects.client_ext.AsyncProjectsClientExt.create = create_async
