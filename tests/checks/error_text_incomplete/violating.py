"""The text of an error has only its status."""

from __future__ import annotations

from typing import Any

OPERATION = "(package)"
EXPECT = {"error_text_incomplete: (core).core.api_error.ApiError"}
OTHER_CHECKS = {"helper_outcome_changed"}  # a scenario shows the text of an exception


def alter(sdk: Any) -> None:
    def short(self: Any) -> str:
        return f"status {self.status_code}"

    sdk.core.api_error.ApiError.__str__ = short
