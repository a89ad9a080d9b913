"""The SDK makes as many attempts with longer pauses."""

from __future__ import annotations

from typing import Any

from tests.checks.alter_sdk import change_result

OPERATION = "projects.get"


def alter(sdk: Any) -> None:
    change_result(sdk.core.http, "retry_delay", lambda seconds: seconds * 10)
