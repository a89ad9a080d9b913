"""Nothing is tried again."""

from __future__ import annotations

from typing import Any

OPERATION = "projects.get"
EXPECT = {
    "attempts_changed: projects.get.429",
    "attempts_changed: projects.get.502",
    "attempts_changed: projects.get.503",
}
ALSO: set[str] = set()


def alter(sdk: Any) -> None:
    sdk.core.http.MAX_RETRIES = 0
