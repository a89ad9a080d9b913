"""The server returns a text that is not secret, and masks the secret."""

from __future__ import annotations

import json
from typing import Any

from conformance.wire import Response, Wire, json_response
from tests.checks.sample_server import change_responses

OPERATION = "projects.create"
ARGUMENTS: dict[str, Any] = {"title": "A", "extra": {"api_token": "sk-stored-secret", "color": "vermilion"}}


def other(response: Response) -> Response:
    body = json.loads(response.content)
    body["settings"] = {"labels": [{"name": "vermilion ********"}]}
    return json_response(response.status, body)


def server() -> Wire:
    return change_responses(other, "A")
