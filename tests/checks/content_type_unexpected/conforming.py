"""The response has a vendor content type that is JSON."""

from __future__ import annotations

from typing import Any

from conformance.wire import Response, Wire
from tests.checks.sample_server import change_responses

OPERATION = "projects.get"
ARGUMENTS: dict[str, Any] = {"project": 1}


def other(response: Response) -> Response:
    return Response(response.status, (("content-type", "application/problem+json; charset=utf-8"),), response.content)


def server() -> Wire:
    return change_responses(other, "A")
