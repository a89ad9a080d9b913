"""Errors are restored by their constructor, which takes only keywords."""

from __future__ import annotations

from typing import Any

OPERATION = "(package)"
EXPECT = {"error_copy_differs: (core).core.api_error.__init__"}


def alter(sdk: Any) -> None:
    del sdk.core.api_error.ApiError.__reduce__
