"""An empty page ends a list, although it names a next one."""

from __future__ import annotations

from typing import Any

from tests.checks.alter_sdk import wrap

OPERATION = "(package)"
EXPECT = {"page_items_lost: (package).an empty page in the middle (pager)"}
OTHER_CHECKS = {"runtime_changed"}


def alter(sdk: Any) -> None:
    wrap(sdk.projects.client, "more", lambda original, page: original(page) and bool(page.results))
