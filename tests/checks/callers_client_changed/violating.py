"""A header is added to the HTTP client, which may be the caller's."""

from __future__ import annotations

from typing import Any

from tests.checks.alter_sdk import wrap

OPERATION = "(package)"
EXPECT = {"callers_client_changed: (package).headers"}
OTHER_CHECKS = {"runtime_changed"}


def alter(sdk: Any) -> None:
    def marked(original: Any, client: Any, *arguments: Any) -> Any:
        client.headers["X-Sdk"] = "acme"
        return original(client, *arguments)

    wrap(sdk.core.http, "build_request", marked)
