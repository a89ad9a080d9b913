"""The SDK refuses a path value that names no resource with another exception class."""

from __future__ import annotations

from typing import Any

from tests.checks.alter_sdk import wrap

OPERATION = "tasks.get"


def alter(sdk: Any) -> None:
    def strict(original: Any, value: Any) -> str:
        if value == "":
            raise TypeError("an empty path value")
        return str(original(value))

    wrap(sdk.tasks.requests, "encode_path", strict)
