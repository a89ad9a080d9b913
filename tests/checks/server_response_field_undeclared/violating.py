"""An item of a list has a field that no model declares."""

from __future__ import annotations

import json
from typing import Any

from conformance.wire import Response, Wire, json_response
from tests.checks.sample_server import change_responses

OPERATION = "projects.get"
ARGUMENTS: dict[str, Any] = {"project": 1}
EXPECT = {
    "server_response_field_undeclared: projects.get.labels.[].shade",
    "server_response_field_undeclared: projects.get.archived_by",
}


def other(response: Response) -> Response:
    body = json.loads(response.content)
    body |= {"archived_by": "anna", "labels": [{"name": "a", "shade": 1}]}
    return json_response(response.status, body)


def server() -> Wire:
    return change_responses(other, "A")
