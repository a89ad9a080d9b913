"""A pager ends after a page that is not full."""

from __future__ import annotations

from typing import Any

OPERATION = "projects.list"


def alter(sdk: Any) -> None:
    sdk.projects.client.more = lambda page: len(page.results) > 1
