"""The SDK returns a value for an error status."""

from __future__ import annotations

from typing import Any

from tests.checks.alter_sdk import wrap

OPERATION = "projects.get"
EXPECT = {"error_not_raised: (core).core.http.call"}
OTHER_CHECKS = {"declared_error_changed"}


def alter(sdk: Any) -> None:
    def lenient(original: Any, response: Any, errors: Any) -> None:
        if response.status_code != 404:
            original(response, errors)

    wrap(sdk.core.http, "raise_for_status", lenient)
