"""A field that no model has, in a list."""

from __future__ import annotations

import json
from typing import Any

from conformance.wire import Response, Wire, json_response
from tests.checks.sample_server import change_responses

OPERATION = "projects.get"
ARGUMENTS: dict[str, Any] = {"project": 1}
LIVE: dict[str, Any] = {}
EXPECT = {
    "server_response_field_undeclared: projects.get.labels.[].shade",
    "server_response_field_undeclared: projects.get.archived_by",
}
ALSO: set[str] = set()


def other(response: Response) -> Response:
    body = json.loads(response.content)
    body |= {"archived_by": "somebody", "labels": [{"name": "a", "shade": 1}]}
    return json_response(response.status, body)


def server() -> Wire:
    return change_responses(other, "A")
