"""The constant comes first, before the arguments."""

from __future__ import annotations

from typing import Any

from tests.checks.alter_sdk import change_request

OPERATION = "events.list"
ALSO: set[str] = set()


def alter(sdk: Any) -> None:
    change_request(sdk.events.requests, "listing", lambda ask: {"query": {"format": "flat", **ask.query}})
