"""Waits are calculated in another way, with the same result."""

from __future__ import annotations

from typing import Any

OPERATION = "(package)"


def alter(sdk: Any) -> None:
    sdk.core.http.retry_delay = lambda attempt: (1 << attempt) / 2
