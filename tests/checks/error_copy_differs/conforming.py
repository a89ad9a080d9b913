"""A copy of an error is the error itself."""

from __future__ import annotations

from typing import Any

OPERATION = "(package)"


def alter(sdk: Any) -> None:
    def same(self: Any, memo: Any = None) -> Any:
        return self

    sdk.core.api_error.ApiError.__copy__ = sdk.core.api_error.ApiError.__deepcopy__ = same
