"""A pager ends after its first page."""

from __future__ import annotations

from typing import Any

OPERATION = "projects.list"
EXPECT = {"pager_items_differ: projects.list"}


def alter(sdk: Any) -> None:
    sdk.projects.client.more = lambda _: False
