"""The SDK reads the body of every error as JSON."""

from __future__ import annotations

from typing import Any

OPERATION = "projects.get"
EXPECT = {
    "unexpected_error_body_crashes: projects.get.JSONDecodeError",
    "unexpected_error_body_crashes: projects.get.UnicodeDecodeError",
}


def alter(sdk: Any) -> None:
    sdk.core.http.error_body = lambda response: response.json()
