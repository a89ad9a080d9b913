"""The client waits a bit longer than the server requests."""

from __future__ import annotations

from typing import Any

from tests.checks.alter_sdk import change_result

OPERATION = "(package)"
OTHER_CHECKS = {"runtime_changed"}


def alter(sdk: Any) -> None:
    change_result(sdk.core.http, "pause", lambda seconds: seconds + 0.25)
