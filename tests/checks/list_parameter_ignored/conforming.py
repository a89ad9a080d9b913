"""Two items a page, in reverse order, of three ids; the items do not show one filter."""

from __future__ import annotations

from typing import Any

from conformance.wire import Wire
from tests.checks.sample_server import Projects

OPERATION = "projects.list"
ARGUMENTS: dict[str, Any] = {"page_size": 2, "ordering": "-id", "ids": [1, 2, 3], "archived": True}


def server() -> Wire:
    return Projects("A", "B", "C", "D")
