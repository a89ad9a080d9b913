"""201, where the document has 200 alone."""

from __future__ import annotations

from typing import Any

from conformance.wire import Wire
from tests.checks.sample_server import Projects

OPERATION = "projects.create"
ARGUMENTS: dict[str, Any] = {"title": "A"}
LIVE: dict[str, Any] = {"declared_statuses": ("200", "400")}
EXPECT = {"status_undeclared: projects.create.201"}
ALSO: set[str] = set()


def server() -> Wire:
    return Projects()
