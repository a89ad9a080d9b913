"""A pager ends with a page that has no items."""

from __future__ import annotations

from typing import Any

from tests.checks.alter_sdk import read_past_end

OPERATION = "(package)"
EXPECT = {
    "last_page_ignored: (package).the loop does not end (pager)",
    "last_page_ignored: (package).the loop raises (pager)",
}
OTHER_CHECKS = {"helper_outcome_changed", "page_items_lost", "runtime_changed"}


def alter(sdk: Any) -> None:
    read_past_end(sdk)
