"""The title does not change."""

from __future__ import annotations

from typing import Any

from conformance.wire import Wire
from tests.checks.sample_server import Planned, Projects

OPERATION = "projects.update"
PLAN: list[Planned] = [
    ("projects.create", "create", {"title": "A", "description": "B"}),
    ("projects.get", "read", {"project": 1}),
    ("projects.update", "update", {"project": 1, "title": "C"}),
    ("projects.get", "read", {"project": 1}),
]
EXPECT = {"update_not_applied: projects.update.title"}


class Odd(Projects):
    def update(self, number: int, fields: dict[str, Any]) -> dict[str, Any]:
        return {**self.stored[number], **fields}


def server() -> Wire:
    return Odd()
