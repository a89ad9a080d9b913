"""The list has the created object, and omits the deleted one."""

from __future__ import annotations

from conformance.wire import Wire
from tests.checks.sample_server import Planned, Projects

OPERATION = "projects.list"
PLAN: list[Planned] = [
    ("projects.create", "create", {"title": "A", "description": "B"}),
    ("projects.create", "create", {"title": "A", "description": "B"}),
    ("projects.list", "list", {}),
    ("projects.delete", "delete", {"project": 1}),
    ("projects.list", "list", {}),
]


def server() -> Wire:
    return Projects()
