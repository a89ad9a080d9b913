"""The list omits the newest object."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from conformance.wire import Wire
from tests.checks.sample_server import Planned, Projects

OPERATION = "projects.list"
PLAN: list[Planned] = [("projects.create", "create", {"title": "A", "description": "B"}), ("projects.list", "list", {})]
EXPECT = {"created_not_listed: projects.list"}


class Odd(Projects):
    def list(self, query: Mapping[str, str], ids: list[int]) -> dict[str, Any]:
        page = super().list(query, ids)
        return {**page, "results": page["results"][:1], "count": 1}


def server() -> Wire:
    return Odd("first")
