"""The query is sent in another order than when it was recorded, and JSON with other spaces."""

from __future__ import annotations

from typing import Any

from tests.checks.alter_sdk import change_request
from tests.recordings import everything as recorded

__all__ = ["recorded"]
OPERATION = "projects.list"
ALSO: set[str] = set()


def alter(sdk: Any) -> None:
    change_request(sdk.projects.requests, "listing", lambda ask: {"query": dict(reversed(ask.query.items()))})
