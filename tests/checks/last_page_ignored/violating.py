"""A pager ends with a page that has no items."""

from __future__ import annotations

from typing import Any

OPERATION = "(package)"
EXPECT = {
    "last_page_ignored: (package).the loop does not end (pager)",
    "last_page_ignored: (package).the loop raises (pager)",
}
OTHER_CHECKS = {"page_items_lost", "runtime_changed"}


def alter(sdk: Any) -> None:
    sdk.projects.client.more = lambda page: bool(page.results)
