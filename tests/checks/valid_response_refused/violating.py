"""The SDK refuses a response because of its content type."""

from __future__ import annotations

from typing import Any

from tests.checks.alter_sdk import wrap

OPERATION = "projects.get"
EXPECT = {"valid_response_refused: projects.get.mislabelled"}


def alter(sdk: Any) -> None:
    def strict(original: Any, response: Any) -> Any:
        if response.headers.get("content-type") != "application/json":
            raise sdk.ParsingError(status_code=response.status_code, body=response.text)
        return original(response)

    wrap(sdk.core.http, "parse", strict)
