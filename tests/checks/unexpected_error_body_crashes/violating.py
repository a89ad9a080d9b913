"""The SDK reads the body of every error as JSON."""

from __future__ import annotations

from typing import Any

OPERATION = "projects.get"
EXPECT = {
    "unexpected_error_body_crashes: (core).core.http.raise_for_status JSONDecodeError",
    "unexpected_error_body_crashes: (core).core.http.raise_for_status UnicodeDecodeError",
}


def alter(sdk: Any) -> None:
    sdk.core.http.error_body = lambda response: response.json()
