"""Filters are lost from the second page on."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from tests.checks.alter_sdk import wrap, wrap_async

OPERATION = "projects.list"
EXPECT = {"pager_request_wrong: projects.list"}
OTHER_CHECKS = {"operation_option_ignored"}


def alter(sdk: Any) -> None:
    def unfiltered(original: Any, self: Any, **given: Any) -> Any:
        return replace(original(self, **given), get_next=lambda: self.list(page=(given.get("page") or 1) + 1))

    async def unfiltered_async(original: Any, self: Any, **given: Any) -> Any:
        pager = await original(self, **given)
        return replace(pager, get_next=lambda: self.list(page=(given.get("page") or 1) + 1))

    wrap(sdk.projects.client.ProjectsClient, "list", unfiltered)
    wrap_async(sdk.projects.client.AsyncProjectsClient, "list", unfiltered_async)
