"""Errors of one class have no headers."""

from __future__ import annotations

from typing import Any

from tests.checks.alter_sdk import change_result

OPERATION = "projects.create"
EXPECT = {"error_headers_lost: projects.create.409"}


def alter(sdk: Any) -> None:
    def emptied(error: Any) -> Any:
        error.headers = None if isinstance(error, sdk.ConflictError) else error.headers
        return error

    change_result(sdk.core.http, "make_error", emptied)
