"""The response has exactly the fields of the models."""

from __future__ import annotations

import json
from typing import Any

from conformance.wire import Response, Wire, json_response
from tests.checks.sample_server import change_responses

OPERATION = "projects.get"
ARGUMENTS: dict[str, Any] = {"project": 1}


def other(response: Response) -> Response:
    body = json.loads(response.content)
    body |= {"owner": {"id": 1, "role": "reader", "joined": None}, "settings": {"weights": {"any": 1}}}
    return json_response(response.status, body)


def server() -> Wire:
    return change_responses(other, "A")
