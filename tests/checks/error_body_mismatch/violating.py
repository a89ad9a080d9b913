"""A text of the declared model is a list."""

from __future__ import annotations

from typing import Any

from conformance.wire import Wire, json_response
from tests.checks.sample_server import always

OPERATION = "projects.create"
ARGUMENTS: dict[str, Any] = {"title": "A"}
LIVE: dict[str, Any] = {"case": "drawn"}
EXPECT = {"error_body_mismatch: projects.create.400.detail"}


def server() -> Wire:
    return always(json_response(400, {"detail": ["no"]}))
