"""A retried request has no credentials."""

from __future__ import annotations

from typing import Any

from tests.checks.alter_sdk import wrap

OPERATION = "projects.get"
EXPECT = {"authentication_wrong: projects.get"}
OTHER_CHECKS = {"retry_request_differs"}


def alter(sdk: Any) -> None:
    signed: list[object] = [None]

    def once(original: Any, settings: Any, data: Any, options: Any) -> Any:
        headers = original(settings, data, options)
        if signed[0] is data:
            del headers["Authorization"]
        signed[0] = data
        return headers

    wrap(sdk.core.http, "build_headers", once)
