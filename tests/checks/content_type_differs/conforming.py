"""The content type names its character set."""

from __future__ import annotations

from typing import Any

from tests.checks.alter_sdk import change_result

OPERATION = "tasks.add"


def alter(sdk: Any) -> None:
    change_result(
        sdk.core.http,
        "content_type_of",
        lambda headers: dict.fromkeys(headers, "application/json; charset=utf-8"),
    )
