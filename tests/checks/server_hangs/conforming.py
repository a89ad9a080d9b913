"""No response comes, once."""

from __future__ import annotations

from typing import Any

from conformance.wire import Response, Wire
from tests.checks.sample_server import always

OPERATION = "projects.get"
ARGUMENTS: dict[str, Any] = {"project": 1}


def server() -> Wire:
    return always(Response(0, (("content-type", "application/json"),), b'{"id"', fault="timeout"))
