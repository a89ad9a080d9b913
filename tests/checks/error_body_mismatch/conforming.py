"""A status with a declared model, and fields more than that has."""

from __future__ import annotations

from typing import Any

from conformance.wire import Wire, json_response
from tests.checks.sample_server import always

OPERATION = "projects.create"
ARGUMENTS: dict[str, Any] = {"title": "A"}
LIVE: dict[str, Any] = {"case": "drawn"}
ALSO: set[str] = set()


def server() -> Wire:
    return always(json_response(400, {"detail": "no", "code": 7}))
