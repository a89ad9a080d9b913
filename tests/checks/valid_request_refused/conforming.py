"""The server does not have the route, so its response is no verdict on the request."""

from __future__ import annotations

from typing import Any

from conformance.wire import Response, Wire
from tests.checks.sample_server import always

OPERATION = "projects.create"
ARGUMENTS: dict[str, Any] = {"title": "A"}


def server() -> Wire:
    return always(Response(404, (("content-type", "text/html"),), b"<h1>Not found</h1>"))
