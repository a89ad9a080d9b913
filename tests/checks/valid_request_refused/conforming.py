"""The server does not have the route: it says nothing of the request."""

from __future__ import annotations

from typing import Any

from conformance.wire import Response, Wire
from tests.checks.sample_server import always

OPERATION = "projects.create"
ARGUMENTS: dict[str, Any] = {"title": "A"}
LIVE: dict[str, Any] = {}
ALSO: set[str] = set()


def server() -> Wire:
    return always(Response(404, (("content-type", "text/html"),), b"<h1>Not found</h1>"))
