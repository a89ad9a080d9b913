"""A page without a list of items raises an error that says so."""

from __future__ import annotations

from typing import Any

from tests.checks.alter_sdk import wrap

OPERATION = "(package)"
OTHER_CHECKS = {"runtime_changed"}


def alter(sdk: Any) -> None:
    def explained(original: Any, page: Any) -> Any:
        try:
            return original(page)
        except sdk.core.api_error.ParsingError:
            raise sdk.core.api_error.ParsingError(body="a page without items") from None

    wrap(sdk.projects.client, "items_of", explained)
