"""A body that cannot be read raises an exception that has no status."""

from __future__ import annotations

from typing import Any

OPERATION = "(package)"
OTHER_CHECKS = {"runtime_changed"}


def alter(sdk: Any) -> None:
    def parse(response: Any) -> Any:
        try:
            return response.json()
        except ValueError:
            raise sdk.core.api_error.ParsingError(body=response.text) from None

    sdk.core.http.parse = parse
