"""The raw client drops the headers of the response."""

from __future__ import annotations

from typing import Any

from tests.checks.raw_response_differs.raw_client import add_raw_client

OPERATION = "(package)"
EXPECT = {"raw_response_differs: (package).headers (value)"}


def alter(sdk: Any) -> None:
    add_raw_client(sdk, headers=lambda response: {})
