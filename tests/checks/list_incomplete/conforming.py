"""Three items on two pages without links, and 404 for the page after the last one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from conformance.wire import Request, Response, Wire, json_response
from tests.checks.alter_sdk import read_past_end
from tests.checks.sample_server import Projects

OPERATION = "projects.list"
ARGUMENTS: dict[str, Any] = {"page_size": 2}


class Ending(Projects):
    def __call__(self, request: Request) -> Response:
        beyond = dict(request.query)["page"] == "3" if request.method == "GET" else False
        return json_response(404, {"detail": "Invalid page."}) if beyond else super().__call__(request)

    def list(self, query: Mapping[str, str], ids: list[int]) -> dict[str, Any]:
        return {name: value for name, value in super().list(query, ids).items() if name != "next"}


def server() -> Wire:
    return Ending("A", "B", "C")


def alter(sdk: Any) -> None:
    read_past_end(sdk)
