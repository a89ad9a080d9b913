"""The title is a number, and the creation time is missing."""

from __future__ import annotations

import json
from typing import Any

from conformance.wire import Response, Wire, json_response
from tests.checks.sample_server import change_responses

OPERATION = "projects.get"
ARGUMENTS: dict[str, Any] = {"project": 1}
EXPECT = {"server_response_type_mismatch: projects.get.title", "server_response_type_mismatch: projects.get.created_at"}


def other(response: Response) -> Response:
    body = json.loads(response.content)
    body["title"] = 7
    del body["created_at"]
    return json_response(response.status, body)


def server() -> Wire:
    return change_responses(other, "A")
