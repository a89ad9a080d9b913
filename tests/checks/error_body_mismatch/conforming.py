"""The body has all fields of the declared model, and more."""

from __future__ import annotations

from typing import Any

from conformance.wire import Wire, json_response
from tests.checks.sample_server import always

OPERATION = "projects.create"
ARGUMENTS: dict[str, Any] = {"title": "A"}
LIVE: dict[str, Any] = {"case": "drawn"}


def server() -> Wire:
    return always(json_response(400, {"detail": "no", "code": 7}))
