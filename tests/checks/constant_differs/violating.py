"""The constant that selects a version of the operation has a different value."""

from __future__ import annotations

from typing import Any

from tests.checks.alter_sdk import change_request

OPERATION = "tasks.answer"
EXPECT = {"constant_differs: tasks.answer.version"}
OTHER_CHECKS = {"wire_format_changed"}


def alter(sdk: Any) -> None:
    change_request(sdk.tasks.requests, "answer", lambda _: {"query": {"version": "3"}})
