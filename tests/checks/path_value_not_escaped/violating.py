"""Path values are part of the URL without encoding."""

from __future__ import annotations

from typing import Any

OPERATION = "tasks.get"
EXPECT = {
    f"path_value_not_escaped: tasks.get.task with {defect}"
    for defect in ("a dot segment", "a fragment", "a query", "a separator", "an escape")
}


def alter(sdk: Any) -> None:
    sdk.tasks.requests.encode_path = str
