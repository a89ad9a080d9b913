"""The server refuses a number as title."""

from __future__ import annotations

from typing import Any

from conformance.wire import Wire, json_response
from tests.checks.sample_server import always

OPERATION = "projects.create"
ARGUMENTS: dict[str, Any] = {"title": 7}
LIVE: dict[str, Any] = {"case": "refused", "valid": False}


def server() -> Wire:
    return always(json_response(400, {"detail": "title: not a text"}))
