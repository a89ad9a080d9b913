"""A key has a different name, and a number has become a text."""

from __future__ import annotations

import json
from typing import Any

from conformance.wire import Response, Wire, json_response
from tests.checks.sample_server import change_responses

RECORDED = {
    "id": 8, "title": "Z", "created_at": "2020-01-01T00:00:00Z", "description": None, "task_count": 9,
    "labels": [{"name": "x"}, {"name": "y"}],
}  # fmt: skip
OPERATION = "projects.get"
ARGUMENTS: dict[str, Any] = {"project": 1}
LIVE: dict[str, Any] = {"recorded_responses": (json_response(200, RECORDED),)}
EXPECT = {
    "server_response_structure_changed: projects.get.title",
    "server_response_structure_changed: projects.get.task_count",
}
OTHER_CHECKS = {"server_response_type_mismatch", "server_response_field_undeclared"}


def other(response: Response) -> Response:
    body = json.loads(response.content)
    body["heading"] = body.pop("title")
    body["task_count"] = "many"
    return json_response(response.status, body)


def server() -> Wire:
    return change_responses(other, "A")
