"""No request is repeated unless that is requested."""

from __future__ import annotations

from typing import Any

OPERATION = "(package)"
OTHER_CHECKS = {"retry_policy_changed", "runtime_changed"}


def alter(sdk: Any) -> None:
    sdk.core.http.REPEATED_ON_REQUEST = frozenset({"GET", "DELETE", "POST", "PATCH", "PUT"})
