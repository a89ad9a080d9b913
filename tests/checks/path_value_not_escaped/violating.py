"""Path values are part of the URL without encoding."""

from __future__ import annotations

from typing import Any

OPERATION = "tasks.get"
EXPECT = {"path_value_not_escaped: tasks.get.task"}


def alter(sdk: Any) -> None:
    sdk.tasks.requests.encode_path = str
