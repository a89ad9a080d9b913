"""The link to the next page has another host."""

from __future__ import annotations

import json
from typing import Any

from conformance.wire import Response, Wire, json_response
from tests.checks.sample_server import change_responses

OPERATION = "projects.list"
ARGUMENTS: dict[str, Any] = {"page_size": 1}
LIVE: dict[str, Any] = {"origin": "http://127.0.0.1:8080"}
EXPECT = {"link_to_another_server: projects.list.next"}


def other(response: Response) -> Response:
    body = json.loads(response.content)
    body["next"] = "http://internal:8000/api/projects/?page=2"
    return json_response(response.status, body)


def server() -> Wire:
    return change_responses(other, "A")
