"""The server counts reads, moves a timestamp forward, and derives a third field from the request."""

from __future__ import annotations

from typing import Any

from conformance.wire import Wire
from tests.checks.sample_server import Planned, Projects

OPERATION = "projects.update"
PLAN: list[Planned] = [
    ("projects.create", "create", {"title": "A", "description": "B"}),
    ("projects.get", "read", {"project": 1}),
    ("projects.get", "read", {"project": 1}),
    ("projects.update", "update", {"project": 1, "title": "C"}),
    ("projects.get", "read", {"project": 1}),
]


class Odd(Projects):
    def update(self, number: int, fields: dict[str, Any]) -> dict[str, Any]:
        kept = {"created_at": "2030-01-01T00:00:00Z", "labels": [{"name": fields["title"].lower()}]}
        return super().update(number, {**fields, **kept})


def server() -> Wire:
    return Odd()
