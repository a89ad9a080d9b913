"""Path values are written into the URL as they are."""

from __future__ import annotations

from typing import Any

OPERATION = "tasks.get"
EXPECT = {"path_value_not_escaped: tasks.get.task"}
ALSO: set[str] = set()


def alter(sdk: Any) -> None:
    sdk.tasks.requests.encode_path = str
