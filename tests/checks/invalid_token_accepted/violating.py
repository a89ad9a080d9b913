"""The server does not check the token."""

from __future__ import annotations

from typing import Any

from conformance.wire import Wire
from tests.checks.sample_server import Projects

OPERATION = "projects.get"
ARGUMENTS: dict[str, Any] = {"project": 1}
LIVE: dict[str, Any] = {"case": "unauthorised", "valid": False}
EXPECT = {"invalid_token_accepted: projects.get"}


def server() -> Wire:
    return Projects("A")
