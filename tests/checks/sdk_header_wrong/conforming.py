"""An additional header describes the platform."""

from __future__ import annotations

from typing import Any

from tests.checks.alter_sdk import change_result

OPERATION = "projects.get"


def alter(sdk: Any) -> None:
    change_result(sdk.core.http, "sdk_headers", lambda headers: {**headers, "X-Fern-Runtime": "python"})
