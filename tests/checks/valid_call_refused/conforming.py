"""The SDK refuses path values that name no resource: an empty one, and dots, which lead to another path."""

from __future__ import annotations

from typing import Any

from tests.checks.alter_sdk import wrap

OPERATION = "tasks.get"


def alter(sdk: Any) -> None:
    def strict(original: Any, value: Any) -> str:
        if value in {"", ".", ".."}:
            raise TypeError(f"a path value must not be {value!r}")
        return str(original(value))

    wrap(sdk.tasks.requests, "encode_path", strict)
