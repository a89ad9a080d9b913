"""The query is in another order than in the recording, and the JSON has other spaces."""

from __future__ import annotations

from typing import Any

from tests.checks.alter_sdk import change_request
from tests.recordings import everything as recorded

__all__ = ["recorded"]
OPERATION = "projects.list"


def alter(sdk: Any) -> None:
    change_request(sdk.projects.requests, "listing", lambda data: {"query": dict(reversed(data.query.items()))})
