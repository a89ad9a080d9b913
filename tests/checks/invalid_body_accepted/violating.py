"""The server accepts a number as title."""

from __future__ import annotations

from typing import Any

from conformance.wire import Wire
from tests.checks.sample_server import Projects

OPERATION = "projects.create"
ARGUMENTS: dict[str, Any] = {"title": 7}
LIVE: dict[str, Any] = {"case": "refused", "valid": False}
EXPECT = {"invalid_body_accepted: projects.create"}
OTHER_CHECKS = {"server_response_type_mismatch"}


def server() -> Wire:
    return Projects()
