"""JSON bodies are sent as text."""

from __future__ import annotations

from typing import Any

from tests.checks.alter_sdk import change_result

OPERATION = "tasks.add"
EXPECT = {"content_type_differs: tasks.add"}
OTHER_CHECKS = {"wire_format_changed"}


def alter(sdk: Any) -> None:
    change_result(sdk.core.http, "content_type_of", lambda headers: dict.fromkeys(headers, "text/plain"))
