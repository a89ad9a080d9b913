"""The server refuses an invalid token."""

from __future__ import annotations

from typing import Any

from conformance.wire import Wire, json_response
from tests.checks.sample_server import always

OPERATION = "projects.get"
ARGUMENTS: dict[str, Any] = {"project": 1}
LIVE: dict[str, Any] = {"case": "unauthorised", "valid": False}


def server() -> Wire:
    return always(json_response(401, {"detail": "wrong token"}))
