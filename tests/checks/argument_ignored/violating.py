"""The title that was sent is replaced."""

from __future__ import annotations

import json
from typing import Any

from conformance.wire import Response, Wire, json_response
from tests.checks.sample_server import change_responses

OPERATION = "projects.create"
ARGUMENTS: dict[str, Any] = {"title": "A", "description": "B"}
LIVE: dict[str, Any] = {}
EXPECT = {"argument_ignored: projects.create.title"}
ALSO: set[str] = set()


def other(response: Response) -> Response:
    body = json.loads(response.content)
    body["title"] = "New project"
    return json_response(response.status, body)


def server() -> Wire:
    return change_responses(other, "A")
