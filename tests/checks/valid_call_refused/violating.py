"""The SDK refuses texts with characters beyond ASCII."""

from __future__ import annotations

from typing import Any

from tests.checks.alter_sdk import change_result

OPERATION = "projects.update"
EXPECT = {"valid_call_refused: (core).core.encode.jsonable UnicodeEncodeError"}


def alter(sdk: Any) -> None:
    change_result(
        sdk.core.encode,
        "jsonable",
        lambda value: value.encode("ascii").decode() if isinstance(value, str) else value,
    )
