"""A status of a declared range, and an error where the document lists no errors."""

from __future__ import annotations

from typing import Any

from conformance.wire import Wire
from tests.checks.sample_server import Projects

OPERATION = "projects.get"
ARGUMENTS: dict[str, Any] = {"project": 1}
LIVE: dict[str, Any] = {"declared_statuses": ("2XX",)}
OTHER_CHECKS = {"valid_request_refused"}


def server() -> Wire:
    return Projects()
