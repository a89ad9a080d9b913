"""A pager requests the page after an empty page."""

from __future__ import annotations

from typing import Any

OPERATION = "projects.list"
EXPECT = {"pager_never_ends: projects.list"}


def alter(sdk: Any) -> None:
    sdk.projects.client.more = lambda _: True
