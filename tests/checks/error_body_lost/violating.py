"""Errors of one class have no body, and those whose response is no JSON have none of its text."""

from __future__ import annotations

from typing import Any

from tests.checks.alter_sdk import change_result

OPERATION = "projects.get"
EXPECT = {"error_body_lost: projects.get.404", "error_body_lost: projects.get.text"}


def alter(sdk: Any) -> None:
    def emptied(error: Any) -> Any:
        error.body = None if isinstance(error, sdk.NotFoundError) or isinstance(error.body, str) else error.body
        return error

    change_result(sdk.core.http, "make_error", emptied)
