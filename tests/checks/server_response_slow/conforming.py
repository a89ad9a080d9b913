"""No response was slow twice."""

from __future__ import annotations

from typing import Any

from conformance.wire import Wire
from tests.checks.sample_server import Projects

OPERATION = "projects.get"
ARGUMENTS: dict[str, Any] = {"project": 1}
LIVE: dict[str, Any] = {"slow": False}


def server() -> Wire:
    return Projects("A")
