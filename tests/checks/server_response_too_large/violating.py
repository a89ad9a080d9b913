"""The response does not end."""

from __future__ import annotations

from typing import Any

from conformance.wire import Response, Wire
from tests.checks.sample_server import always

OPERATION = "projects.get"
ARGUMENTS: dict[str, Any] = {"project": 1}
EXPECT = {"server_response_too_large: projects.get"}


def server() -> Wire:
    return always(Response(200, (("content-type", "application/json"),), b'{"id"', fault="flood"))
