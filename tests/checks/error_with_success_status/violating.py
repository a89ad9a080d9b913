"""A body that cannot be read raises the exception for error statuses."""

from __future__ import annotations

from typing import Any

OPERATION = "(package)"
EXPECT = {"error_with_success_status: (package).core.api_error.ApiError (list, pager, value)"}
OTHER_CHECKS = {"runtime_changed"}


def alter(sdk: Any) -> None:
    def parse(response: Any) -> Any:
        try:
            return response.json()
        except ValueError:
            raise sdk.core.api_error.ApiError(status_code=response.status_code, body=response.text) from None

    sdk.core.http.parse = parse
