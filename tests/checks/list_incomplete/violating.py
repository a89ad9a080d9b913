"""The first page lacks its last item."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from conformance.wire import Wire
from tests.checks.sample_server import Projects

OPERATION = "projects.list"
ARGUMENTS: dict[str, Any] = {"page_size": 2}
EXPECT = {"list_incomplete: projects.list"}


class Losing(Projects):
    def list(self, query: Mapping[str, str], ids: list[int]) -> dict[str, Any]:
        page = super().list(query, ids)
        return {**page, "results": page["results"][: 1 if query["page"] == "1" else None]}


def server() -> Wire:
    return Losing("A", "B", "C")
