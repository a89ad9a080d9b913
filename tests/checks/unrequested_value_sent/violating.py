"""An update sends null for an omitted field."""

from __future__ import annotations

from typing import Any

from tests.checks.alter_sdk import wrap

OPERATION = "projects.update"
EXPECT = {"unrequested_value_sent: projects.update.description"}
OTHER_CHECKS = {"wire_format_changed"}


def alter(sdk: Any) -> None:
    def cleared(original: Any, project: Any, *, description: Any, **fields: Any) -> Any:
        return original(project, description=None if description is ... else description, **fields)

    wrap(sdk.projects.requests, "update", cleared)
