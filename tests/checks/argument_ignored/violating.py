"""The response has a different title than the request."""

from __future__ import annotations

import json
from typing import Any

from conformance.wire import Response, Wire, json_response
from tests.checks.sample_server import change_responses

OPERATION = "projects.create"
ARGUMENTS: dict[str, Any] = {"title": "A", "description": "B"}
EXPECT = {"argument_ignored: projects.create.title"}


def other(response: Response) -> Response:
    body = json.loads(response.content)
    body["title"] = "New project"
    return json_response(response.status, body)


def server() -> Wire:
    return change_responses(other, "A")
