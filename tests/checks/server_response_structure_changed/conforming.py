"""Different values and an empty list."""

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


def other(response: Response) -> Response:
    body = json.loads(response.content)
    body["labels"] = []
    return json_response(response.status, body)


def server() -> Wire:
    return change_responses(other, "A")
