"""Additional headers are added by another function."""

from __future__ import annotations

from typing import Any

from tests.checks.alter_sdk import wrap

OPERATION = "(package)"


def alter(sdk: Any) -> None:
    def added(original: Any, settings: Any, data: Any, options: Any) -> Any:
        return {**original(settings, data, None), **((options or {}).get("additional_headers") or {})}

    wrap(sdk.core.http, "build_headers", added)
