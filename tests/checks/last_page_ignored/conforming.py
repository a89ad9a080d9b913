"""A pager follows links only, and takes an empty one for none."""

from __future__ import annotations

from typing import Any

OPERATION = "(package)"


def alter(sdk: Any) -> None:
    sdk.projects.client.more = lambda page: bool(getattr(page, "next", ""))
