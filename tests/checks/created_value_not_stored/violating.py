"""The server stores an empty description."""

from __future__ import annotations

from typing import Any

from conformance.wire import Wire
from tests.checks.sample_server import Planned, Projects

OPERATION = "projects.create"
PLAN: list[Planned] = [
    ("projects.create", "create", {"title": "A", "description": "B"}),
    ("projects.get", "read", {"project": 1}),
]
EXPECT = {"created_value_not_stored: projects.create.description"}


class Odd(Projects):
    def create(self, fields: dict[str, Any]) -> dict[str, Any]:
        shown = super().create(fields)
        self.stored[shown["id"]]["description"] = None
        return shown


def server() -> Wire:
    return Odd()
