"""A body that is not JSON raises the base class, whatever the status."""

from __future__ import annotations

from typing import Any

from tests.checks.alter_sdk import wrap

OPERATION = "projects.get"


def alter(sdk: Any) -> None:
    def by_body(original: Any, response: Any, errors: Any) -> None:
        original(response, {} if isinstance(sdk.core.http.error_body(response), str) else errors)

    wrap(sdk.core.http, "raise_for_status", by_body)
