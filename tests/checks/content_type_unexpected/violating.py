"""The response is an HTML page."""

from __future__ import annotations

from typing import Any

from conformance.wire import Response, Wire
from tests.checks.sample_server import always

OPERATION = "projects.get"
ARGUMENTS: dict[str, Any] = {"project": 1}
EXPECT = {"content_type_unexpected: projects.get"}


def server() -> Wire:
    return always(Response(200, (("content-type", "text/html"),), b"<!doctype html>"))
