"""Headers are sent in another order."""

from __future__ import annotations

from typing import Any

from tests.checks.alter_sdk import change_result

OPERATION = "projects.get"


def alter(sdk: Any) -> None:
    change_result(sdk.core.http, "build_headers", lambda headers: dict(reversed(headers.items())))
