"""The page after the last one is there, and empty."""

from __future__ import annotations

from typing import Any

from conformance.wire import Wire
from tests.checks.sample_server import Projects

OPERATION = "projects.list"
ARGUMENTS: dict[str, Any] = {"page_size": 2}
LIVE: dict[str, Any] = {}
ALSO: set[str] = set()


def server() -> Wire:
    return Projects("A")
