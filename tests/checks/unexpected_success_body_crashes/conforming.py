"""The SDK returns a successful body of another shape unchanged."""

from __future__ import annotations

from typing import Any

from tests.checks.alter_sdk import wrap

OPERATION = "projects.get"


def alter(sdk: Any) -> None:
    def lenient(original: Any, declared: Any, payload: Any) -> Any:
        return original(declared, payload) if isinstance(payload, dict) else payload

    wrap(sdk.core.construct, "construct_model", lenient)
