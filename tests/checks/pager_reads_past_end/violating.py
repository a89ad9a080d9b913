"""The only page names no next page, and the second page does not exist."""

from __future__ import annotations

from typing import Any

from conformance.wire import Request, Response, Wire, json_response
from tests.checks.alter_sdk import read_past_end
from tests.checks.sample_server import Projects

OPERATION = "projects.list"
ARGUMENTS: dict[str, Any] = {"page_size": 2}
EXPECT = {"pager_reads_past_end: projects.list"}


class Strict(Projects):
    def __call__(self, request: Request) -> Response:
        if ("page", "2") in request.query:
            return json_response(404, {"detail": "there is no such page", "code": 7})
        return super().__call__(request)


def server() -> Wire:
    return Strict("A")


def alter(sdk: Any) -> None:
    read_past_end(sdk)
