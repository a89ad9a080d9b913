"""A status raises the class of another status."""

from __future__ import annotations

from typing import Any

from tests.checks.alter_sdk import change_request

OPERATION = "projects.delete"
EXPECT = {"declared_error_changed: projects.delete.404"}
OTHER_CHECKS = {"error_class_differs"}


def alter(sdk: Any) -> None:
    change_request(sdk.projects.requests, "delete", lambda _: {"errors": {404: sdk.ConflictError}})
