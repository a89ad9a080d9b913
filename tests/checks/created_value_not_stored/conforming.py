"""A read returns both fields; a later read returns updated values."""

from __future__ import annotations

from conformance.wire import Wire
from tests.checks.sample_server import Planned, Projects

OPERATION = "projects.create"
PLAN: list[Planned] = [
    ("projects.create", "create", {"title": "A", "description": "B"}),
    ("projects.get", "read", {"project": 1}),
    ("projects.update", "update", {"project": 1, "title": "C"}),
    ("projects.get", "read", {"project": 1}),
]


def server() -> Wire:
    return Projects()
