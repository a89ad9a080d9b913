"""The status of an error is a member of an enum."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from tests.checks.alter_sdk import change_result

OPERATION = "projects.create"


def alter(sdk: Any) -> None:
    def use_enum(error: Any) -> Any:
        error.status_code = HTTPStatus(error.status_code)
        return error

    change_result(sdk.core.http, "make_error", use_enum)
