"""The order of the signature, under another path."""

from __future__ import annotations

from typing import Any

from tests.checks.alter_sdk import change_request

OPERATION = "projects.members.assign"
OTHER_CHECKS = {"example_request_differs", "path_differs", "path_value_not_escaped", "wire_format_changed"}


def alter(sdk: Any) -> None:
    change_request(
        sdk.projects.members.requests, "assign", lambda sent: {"path": sent.path.replace("/members/", "/people/")}
    )
