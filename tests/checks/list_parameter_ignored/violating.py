"""The server ignores page size, order and ids."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from conformance.wire import Wire
from tests.checks.sample_server import Projects

OPERATION = "projects.list"
ARGUMENTS: dict[str, Any] = {"page_size": 2, "ordering": "-id", "ids": [1, 2, 3]}
EXPECT = {
    "list_parameter_ignored: projects.list.page_size",
    "list_parameter_ignored: projects.list.ordering",
    "list_parameter_ignored: projects.list.ids",
}


class Deaf(Projects):
    def list(self, query: Mapping[str, str], ids: list[int]) -> dict[str, Any]:
        return super().list({"page": query["page"]}, [])


def server() -> Wire:
    return Deaf("A", "B", "C", "D")
