"""Additional headers are added by another function."""

from __future__ import annotations

from typing import Any

import httpx

from tests.checks.alter_sdk import wrap

OPERATION = "(package)"


def alter(sdk: Any) -> None:
    def added(original: Any, settings: Any, data: Any, options: Any) -> Any:
        headers = httpx.Headers(original(settings, data, None))
        headers.update((options or {}).get("additional_headers") or {})
        return dict(headers)

    wrap(sdk.core.http, "build_headers", added)
