"""One status more is tried again."""

from __future__ import annotations

from typing import Any

OPERATION = "(package)"
EXPECT = {"retry_policy_changed: (package)"}
ALSO: set[str] = set()


def alter(sdk: Any) -> None:
    sdk.core.http.RETRIED |= {500}
