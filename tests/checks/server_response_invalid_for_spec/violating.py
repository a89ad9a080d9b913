"""The response violates the document in two places."""

from __future__ import annotations

from typing import Any

from conformance.wire import Wire
from tests.checks.sample_server import Projects

OPERATION = "projects.get"
ARGUMENTS: dict[str, Any] = {"project": 1}
LIVE: dict[str, Any] = {
    "spec_violations": ("/labels/0/name: 7 is not of type 'string'", "/: 'code' is a required property")
}
EXPECT = {
    "server_response_invalid_for_spec: projects.get.labels.[].name",
    "server_response_invalid_for_spec: projects.get",
}


def server() -> Wire:
    return Projects("A")
