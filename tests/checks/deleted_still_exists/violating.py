"""The server reports the deletion and does not delete."""

from __future__ import annotations

from conformance.wire import Response, Wire
from tests.checks.sample_server import Planned, Projects

OPERATION = "projects.delete"
PLAN: list[Planned] = [
    ("projects.create", "create", {"title": "A", "description": "B"}),
    ("projects.delete", "delete", {"project": 1}),
    ("projects.get", "read", {"project": 1}),
    ("projects.list", "list", {}),
]
EXPECT = {"deleted_still_exists: projects.delete.read", "deleted_still_exists: projects.delete.list"}


class Odd(Projects):
    def delete(self, number: int) -> Response:
        return Response(204)


def server() -> Wire:
    return Odd()
