"""Six seconds, where the limit is five."""

from __future__ import annotations

from typing import Any

from conformance.wire import Wire
from tests.checks.sample_server import Projects

OPERATION = "projects.get"
ARGUMENTS: dict[str, Any] = {"project": 1}
LIVE: dict[str, Any] = {"seconds": (0.1, 6.0), "slow_seconds": 5.0}
EXPECT = {"server_response_slow: projects.get"}


def server() -> Wire:
    return Projects("A")
