"""The page after the last one exists and is empty."""

from __future__ import annotations

from typing import Any

from conformance.wire import Wire
from tests.checks.alter_sdk import read_past_end
from tests.checks.sample_server import Projects

OPERATION = "projects.list"
ARGUMENTS: dict[str, Any] = {"page_size": 2}


def server() -> Wire:
    return Projects("A")


def alter(sdk: Any) -> None:
    read_past_end(sdk)
