"""The server responds with 201, and the document has only 200."""

from __future__ import annotations

from typing import Any

from conformance.wire import Wire
from tests.checks.sample_server import Projects

OPERATION = "projects.create"
ARGUMENTS: dict[str, Any] = {"title": "A"}
LIVE: dict[str, Any] = {"declared_statuses": ("200", "400")}
EXPECT = {"status_undeclared: projects.create.201"}


def server() -> Wire:
    return Projects()
