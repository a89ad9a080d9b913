"""The SDK reads an unexpected body and does not return it."""

from __future__ import annotations

from typing import Any

from tests.checks.alter_sdk import wrap

OPERATION = "projects.delete"


def alter(sdk: Any) -> None:
    def reading(original: Any, response: Any, data: Any, declared: Any) -> Any:
        if response.is_success and response.content:
            sdk.core.http.parse(response)
        return original(response, data, declared)

    wrap(sdk.core.http, "read", reading)
