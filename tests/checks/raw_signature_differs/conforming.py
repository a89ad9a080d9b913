"""The raw client takes the parameters of the usual one."""

from __future__ import annotations

from typing import Any

from tests.checks.raw_response_differs.raw_client import add_raw_client

OPERATION = "(package)"


def alter(sdk: Any) -> None:
    add_raw_client(sdk, headers=lambda response: dict(response.headers))
