"""The client does not read the time that the server requests."""

from __future__ import annotations

from typing import Any

OPERATION = "(package)"
EXPECT = {
    "retry_advice_ignored: (package).retry-after (value)",
    "retry_advice_ignored: (package).retry-after-ms (value)",
}
OTHER_CHECKS = {"runtime_changed"}


def alter(sdk: Any) -> None:
    sdk.core.http.pause = lambda response, attempt: sdk.core.http.retry_delay(attempt)
