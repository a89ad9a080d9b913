"""Longer pauses between as many attempts."""

from __future__ import annotations

from typing import Any

from tests.checks.altering import through

OPERATION = "projects.get"
ALSO: set[str] = set()


def alter(sdk: Any) -> None:
    through(sdk.core.http, "retry_delay", lambda seconds: seconds * 10)
