"""The server refuses an invalid request."""

from __future__ import annotations

from typing import Any

from conformance.wire import Wire, json_response
from tests.checks.sample_server import always

OPERATION = "projects.get"
ARGUMENTS: dict[str, Any] = {"project": 1}
LIVE: dict[str, Any] = {"case": "refused"}


def server() -> Wire:
    return always(json_response(400, {"detail": "no"}))
