"""The body is encoded once for all attempts."""

from __future__ import annotations

from typing import Any

from tests.checks.alter_sdk import wrap

OPERATION = "(package)"


def alter(sdk: Any) -> None:
    encoded: list[tuple[Any, Any]] = [(None, None)]

    def once(original: Any, data: Any) -> Any:
        if encoded[0][0] is not data:
            encoded[0] = (data, original(data))
        return encoded[0][1]

    wrap(sdk.core.http, "body_of", once)
