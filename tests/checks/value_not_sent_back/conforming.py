"""The fields of requests are copied once more."""

from __future__ import annotations

from typing import Any

from tests.checks.alter_sdk import wrap

OPERATION = "(package)"


def alter(sdk: Any) -> None:
    def copy_once_more(original: Any, value: Any) -> Any:
        encoded = original(value)
        return dict(encoded) if isinstance(encoded, dict) else encoded

    wrap(sdk.core.encode, "jsonable", copy_once_more)
