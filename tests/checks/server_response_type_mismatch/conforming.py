"""A state that the SDK does not list, a number without a fraction, and null for nullable fields."""

from __future__ import annotations

import json
from typing import Any

from conformance.wire import Response, Wire, json_response
from tests.checks.sample_server import change_responses

OPERATION = "projects.get"
ARGUMENTS: dict[str, Any] = {"project": 1}


def other(response: Response) -> Response:
    body = json.loads(response.content)
    body |= {"state": "paused", "score": 3, "due": None, "description": None}
    return json_response(response.status, body)


def server() -> Wire:
    return change_responses(other, "A")
