"""An error whose body is not JSON raises ValueError."""

from __future__ import annotations

from typing import Any

OPERATION = "(package)"
EXPECT = {"runtime_error_bare: (package).core.http.raise_for_status JSONDecodeError"}
OTHER_CHECKS = {"runtime_changed"}


def alter(sdk: Any) -> None:
    sdk.core.http.error_body = lambda response: response.json()
