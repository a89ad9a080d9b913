"""Header names are sent in upper case: they are not case-sensitive."""

from __future__ import annotations

from typing import Any

from tests.checks.alter_sdk import change_result

OPERATION = "events.list"


def alter(sdk: Any) -> None:
    change_result(
        sdk.core.encode,
        "encode_headers",
        lambda headers: {name.upper(): value for name, value in headers.items()},
    )
