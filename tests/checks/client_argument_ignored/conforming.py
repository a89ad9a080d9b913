"""The time limit of the caller's HTTP client is read and set again."""

from __future__ import annotations

from typing import Any

from tests.checks.alter_sdk import wrap

OPERATION = "(package)"


def alter(sdk: Any) -> None:
    def limited(original: Any, client: Any, *arguments: Any) -> Any:
        request = original(client, *arguments)
        request.extensions["timeout"] = client.timeout.as_dict()
        return request

    wrap(sdk.core.http, "build_request", limited)
