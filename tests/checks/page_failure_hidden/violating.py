"""A page without a list of items has no items."""

from __future__ import annotations

from typing import Any

OPERATION = "(package)"
ALONE = True  # a pager that ends otherwise shows another failure
EXPECT = {"page_failure_hidden: (package).an object without items (pager)"}
OTHER_CHECKS = {"runtime_changed"}


def alter(sdk: Any) -> None:
    sdk.projects.client.items_of = lambda page: getattr(page, "results", ())
