"""The name of the authorization header is in lower case."""

from __future__ import annotations

from typing import Any

from tests.checks.alter_sdk import change_result

OPERATION = "projects.get"


def alter(sdk: Any) -> None:
    change_result(sdk.core.http, "credentials", lambda headers: {"authorization": headers["Authorization"]})
