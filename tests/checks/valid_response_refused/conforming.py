"""The SDK refuses a body that starts like markup, without parsing it."""

from __future__ import annotations

from typing import Any

from tests.checks.alter_sdk import wrap

OPERATION = "projects.get"


def alter(sdk: Any) -> None:
    def unmarked(original: Any, response: Any) -> Any:
        if response.content.startswith(b"<"):
            raise sdk.ParsingError(status_code=response.status_code, body=None)
        return original(response)

    wrap(sdk.core.http, "parse", unmarked)
