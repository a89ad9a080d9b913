"""A status raises the base class instead of its own."""

from __future__ import annotations

from typing import Any

from tests.checks.alter_sdk import change_request

OPERATION = "projects.get"
EXPECT = {"error_class_differs: projects.get.404"}
OTHER_CHECKS = {"declared_error_changed"}


def alter(sdk: Any) -> None:
    change_request(sdk.projects.requests, "get", lambda data: {"errors": {400: data.errors[400]}})
