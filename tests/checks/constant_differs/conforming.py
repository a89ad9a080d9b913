"""The constant comes before the arguments."""

from __future__ import annotations

from typing import Any

from tests.checks.alter_sdk import change_request

OPERATION = "events.list"


def alter(sdk: Any) -> None:
    change_request(sdk.events.requests, "listing", lambda data: {"query": {"format": "flat", **data.query}})
