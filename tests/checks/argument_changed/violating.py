"""Numbers in a JSON body lose their fractions."""

from __future__ import annotations

from typing import Any

from tests.checks.alter_sdk import change_result

OPERATION = "projects.update"
EXPECT = {"argument_changed: projects.update.score"}


def alter(sdk: Any) -> None:
    change_result(sdk.core.encode, "jsonable", lambda value: int(value) if isinstance(value, float) else value)
