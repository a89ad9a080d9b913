"""Labels come back as objects, a date in another spelling, an empty text as nothing, and one field not at all."""

from __future__ import annotations

import json
from typing import Any

from conformance.wire import Response, Wire, json_response
from tests.checks.sample_server import change_responses

OPERATION = "projects.create"
ARGUMENTS: dict[str, Any] = {"title": "A", "labels": ["x", "y"], "description": "", "extra": {"a": 1}}
LIVE: dict[str, Any] = {}
ALSO: set[str] = set()


def other(response: Response) -> Response:
    body = json.loads(response.content)
    body |= {"description": None, "title": " A "}
    return json_response(response.status, body)


def server() -> Wire:
    return change_responses(other, "A")
