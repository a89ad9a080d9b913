"""Every status but 200 is an error."""

from __future__ import annotations

from typing import Any

from tests.checks.alter_sdk import wrap

OPERATION = "projects.get"


def alter(sdk: Any) -> None:
    def strict(original: Any, response: Any, errors: Any) -> None:
        original(response, errors)
        if response.status_code != 200:
            raise sdk.ApiError(status_code=response.status_code)

    wrap(sdk.core.http, "raise_for_status", strict)
