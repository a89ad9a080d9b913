"""A path value that names no resource is refused with another class."""

from __future__ import annotations

from typing import Any

from tests.checks.alter_sdk import wrap

OPERATION = "tasks.get"
ALSO: set[str] = set()


def alter(sdk: Any) -> None:
    def strict(original: Any, value: Any) -> str:
        if value == "":
            raise TypeError("an empty path value")
        return str(original(value))

    wrap(sdk.tasks.requests, "encode_path", strict)
