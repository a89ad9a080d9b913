"""An error whose body is not JSON keeps its bytes as text."""

from __future__ import annotations

from typing import Any

from tests.checks.alter_sdk import wrap

OPERATION = "(package)"


def alter(sdk: Any) -> None:
    def readable(original: Any, response: Any) -> Any:
        return original(response) if response.content else ""

    wrap(sdk.core.http, "error_body", readable)
