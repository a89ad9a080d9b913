"""The time limit of the caller's HTTP client is replaced."""

from __future__ import annotations

from typing import Any

from tests.checks.alter_sdk import wrap

OPERATION = "(package)"
EXPECT = {"client_argument_ignored: (package).own HTTP client with a timeout"}
OTHER_CHECKS = {"runtime_changed"}


def alter(sdk: Any) -> None:
    def unlimited(original: Any, *arguments: Any) -> Any:
        request = original(*arguments)
        request.extensions["timeout"] = dict.fromkeys(request.extensions["timeout"])
        return request

    wrap(sdk.core.http, "build_request", unlimited)
