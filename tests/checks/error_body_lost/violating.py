"""Errors of one class have no body."""

from __future__ import annotations

from typing import Any

from tests.checks.alter_sdk import change_result

OPERATION = "projects.get"
EXPECT = {"error_body_lost: projects.get.404"}


def alter(sdk: Any) -> None:
    def emptied(error: Any) -> Any:
        error.body = None if isinstance(error, sdk.NotFoundError) else error.body
        return error

    change_result(sdk.core.http, "make_error", emptied)
