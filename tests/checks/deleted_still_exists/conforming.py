"""The object is deleted, and another one still exists."""

from __future__ import annotations

from conformance.wire import Wire
from tests.checks.sample_server import Planned, Projects

OPERATION = "projects.delete"
PLAN: list[Planned] = [
    ("projects.create", "create", {"title": "A", "description": "B"}),
    ("projects.create", "create", {"title": "A", "description": "B"}),
    ("projects.delete", "delete", {"project": 1}),
    ("projects.get", "read", {"project": 1}),
    ("projects.list", "list", {}),
    ("projects.get", "read", {"project": 2}),
]


def server() -> Wire:
    return Projects()
