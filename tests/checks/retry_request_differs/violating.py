"""A retried request has an additional header."""

from __future__ import annotations

from typing import Any

from tests.checks.alter_sdk import wrap

OPERATION = "projects.get"
EXPECT = {"retry_request_differs: projects.get"}


def alter(sdk: Any) -> None:
    seen: list[Any] = []

    def counting(original: Any, client: Any, settings: Any, data: Any, options: Any) -> Any:
        request = original(client, settings, data, options)
        if seen and seen[-1] is data:
            request.headers["X-Attempt"] = "again"
        seen[:] = [data]
        return request

    wrap(sdk.core.http, "build_request", counting)
