"""A pager ends with its first page."""

from __future__ import annotations

from typing import Any

OPERATION = "projects.list"
EXPECT = {"pager_items_differ: projects.list"}
ALSO: set[str] = set()


def alter(sdk: Any) -> None:
    sdk.projects.client.more = lambda _: False
