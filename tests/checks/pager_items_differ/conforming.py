"""A pager takes a page that is not full for the last one."""

from __future__ import annotations

from typing import Any

OPERATION = "projects.list"
ALSO: set[str] = set()


def alter(sdk: Any) -> None:
    sdk.projects.client.more = lambda items: len(items or ()) > 1
