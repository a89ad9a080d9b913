"""The SDK retries an additional status."""

from __future__ import annotations

from typing import Any

OPERATION = "(package)"
EXPECT = {"retry_policy_changed: (package)"}
OTHER_CHECKS = {"runtime_changed"}


def alter(sdk: Any) -> None:
    sdk.core.http.RETRIED |= {500}
