"""Numbers in a body are sent as texts."""

from __future__ import annotations

from typing import Any

from tests.checks.alter_sdk import change_result

OPERATION = "projects.update"
EXPECT = {"body_invalid_for_spec: projects.update.score"}
OTHER_CHECKS = {"argument_changed"}


def alter(sdk: Any) -> None:
    change_result(sdk.core.encode, "jsonable", lambda value: str(value) if isinstance(value, float) else value)
