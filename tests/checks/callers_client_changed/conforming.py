"""A header is added to each request, beside those of the caller's HTTP client."""

from __future__ import annotations

from typing import Any

from tests.checks.alter_sdk import wrap

OPERATION = "(package)"
OTHER_CHECKS = {"runtime_changed"}


def alter(sdk: Any) -> None:
    def marked(original: Any, client: Any, *arguments: Any) -> Any:
        request = original(client, *arguments)
        request.headers["X-Sdk"] = f"acme beside {len(client.headers)} others"
        return request

    wrap(sdk.core.http, "build_request", marked)
