"""A field that nobody declares required is required."""

from __future__ import annotations

from typing import Any

from conformance.wire import Wire, json_response
from tests.checks.sample_server import always

OPERATION = "projects.create"
ARGUMENTS: dict[str, Any] = {"title": "A"}
LIVE: dict[str, Any] = {}
EXPECT = {"valid_request_refused: projects.create"}
ALSO: set[str] = set()


def server() -> Wire:
    return always(json_response(400, {"detail": "owner is required"}))
