"""The page size of a list has a different name than in the recording."""

from __future__ import annotations

from typing import Any

from tests.checks.alter_sdk import change_request
from tests.recordings import everything as recorded

__all__ = ["recorded"]
OPERATION = "projects.list"
EXPECT = {"recorded_request_differs: projects.list.query.page_size"}
OTHER_CHECKS = {"argument_not_sent", "unrequested_value_sent", "argument_misplaced", "wire_format_changed"}


def alter(sdk: Any) -> None:
    def renamed(data: Any) -> dict[str, Any]:
        return {"query": {"limit" if name == "page_size" else name: value for name, value in data.query.items()}}

    change_request(sdk.projects.requests, "listing", renamed)
