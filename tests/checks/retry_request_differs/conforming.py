"""A retried request has its headers in another order, which has no meaning."""

from __future__ import annotations

from typing import Any

from tests.checks.alter_sdk import wrap

OPERATION = "projects.get"


def alter(sdk: Any) -> None:
    seen: list[Any] = []

    def shuffled(original: Any, client: Any, settings: Any, data: Any, options: Any) -> Any:
        request = original(client, settings, data, options)
        if seen and seen[-1] is data:
            request.headers = sdk.core.http.httpx.Headers(request.headers.raw[::-1])
        seen[:] = [data]
        return request

    wrap(sdk.core.http, "build_request", shuffled)
