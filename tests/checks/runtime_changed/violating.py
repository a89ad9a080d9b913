"""Waits between attempts grow faster."""

from __future__ import annotations

from typing import Any

OPERATION = "(package)"
EXPECT = {"runtime_changed: (package).wait 1 → 1.5"}


def alter(sdk: Any) -> None:
    sdk.core.http.retry_delay = lambda attempt: 0.5 * 3.0**attempt
