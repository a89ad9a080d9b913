"""The code has the method in lower case; it is sent in upper case."""

from __future__ import annotations

from typing import Any

from tests.checks.alter_sdk import change_request

OPERATION = "projects.update"


def alter(sdk: Any) -> None:
    change_request(sdk.projects.requests, "update", lambda data: {"method": data.method.lower()})
