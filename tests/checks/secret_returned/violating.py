"""The server returns a stored secret in a list of settings."""

from __future__ import annotations

import json
from typing import Any

from conformance.wire import Response, Wire, json_response
from tests.checks.sample_server import change_responses

OPERATION = "projects.create"
ARGUMENTS: dict[str, Any] = {"title": "A", "extra": {"api_token": "sk-stored-secret", "color": "vermilion"}}
EXPECT = {"secret_returned: projects.create.api_token"}


def other(response: Response) -> Response:
    body = json.loads(response.content)
    body["settings"] = {"labels": [{"name": "key sk-stored-secret"}]}
    return json_response(response.status, body)


def server() -> Wire:
    return change_responses(other, "A")
