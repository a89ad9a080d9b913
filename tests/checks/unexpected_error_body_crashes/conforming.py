"""An error whose body is not JSON has no body."""

from __future__ import annotations

from typing import Any

from tests.checks.alter_sdk import change_result

OPERATION = "projects.get"
OTHER_CHECKS = {"error_body_lost"}


def alter(sdk: Any) -> None:
    change_result(sdk.core.http, "error_body", lambda body: None if isinstance(body, str) else body)
