"""The response has labels as objects, a date in another notation, null for an empty text, and omits one field."""

from __future__ import annotations

import json
from typing import Any

from conformance.wire import Response, Wire, json_response
from tests.checks.sample_server import change_responses

OPERATION = "projects.create"
ARGUMENTS: dict[str, Any] = {"title": "A", "labels": ["x", "y"], "description": "", "extra": {"a": 1}}


def other(response: Response) -> Response:
    body = json.loads(response.content)
    body |= {"description": None, "title": " A "}
    return json_response(response.status, body)


def server() -> Wire:
    return change_responses(other, "A")
