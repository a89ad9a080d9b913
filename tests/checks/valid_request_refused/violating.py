"""The server requires a field that neither side declares as required."""

from __future__ import annotations

from typing import Any

from conformance.wire import Wire, json_response
from tests.checks.sample_server import always

OPERATION = "projects.create"
ARGUMENTS: dict[str, Any] = {"title": "A"}
EXPECT = {"valid_request_refused: projects.create"}


def server() -> Wire:
    return always(json_response(400, {"detail": "owner is required"}))
