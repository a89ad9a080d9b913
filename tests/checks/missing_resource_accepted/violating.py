"""The members of a project that does not exist are an empty list."""

from __future__ import annotations

from typing import Any

from conformance.wire import Wire, json_response
from tests.checks.sample_server import always

OPERATION = "projects.members.list"
ARGUMENTS: dict[str, Any] = {"project": 9}
LIVE: dict[str, Any] = {"case": "missing", "valid": False}
EXPECT = {"missing_resource_accepted: projects.members.list"}


def server() -> Wire:
    return always(json_response(200, []))
