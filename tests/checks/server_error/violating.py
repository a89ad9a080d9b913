"""The server fails once, and a retry succeeds."""

from __future__ import annotations

from typing import Any

from conformance.wire import Request, Response, Wire, json_response
from tests.checks.sample_server import Projects

OPERATION = "projects.get"
ARGUMENTS: dict[str, Any] = {"project": 1}
EXPECT = {"server_error: projects.get"}


class Flaky(Projects):
    failed = False

    def __call__(self, request: Request) -> Response:
        if not self.failed:
            self.failed = True
            return json_response(503, {"detail": "try again"})
        return super().__call__(request)


def server() -> Wire:
    return Flaky("A")
