"""The SDK does not retry."""

from __future__ import annotations

from typing import Any

OPERATION = "projects.get"
EXPECT = {
    "attempts_differ: projects.get.429",
    "attempts_differ: projects.get.502",
    "attempts_differ: projects.get.503",
}


def alter(sdk: Any) -> None:
    sdk.core.http.MAX_RETRIES = 0
