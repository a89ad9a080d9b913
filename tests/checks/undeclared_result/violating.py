"""An operation that declares no result returns a dict."""

from __future__ import annotations

from typing import Any

from tests.checks.alter_sdk import change_result, wrap_async

OPERATION = "projects.delete"
EXPECT = {"undeclared_result: projects.delete"}


def alter(sdk: Any) -> None:
    async def telling(original: Any, *args: Any, **kwargs: Any) -> Any:
        await original(*args, **kwargs)
        return {}

    change_result(sdk.projects.client.ProjectsClient, "delete", lambda _: {})
    wrap_async(sdk.projects.client.AsyncProjectsClient, "delete", telling)
