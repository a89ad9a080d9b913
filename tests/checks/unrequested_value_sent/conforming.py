"""An update without a field has no body."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from tests.checks.alter_sdk import wrap

OPERATION = "projects.update"


def alter(sdk: Any) -> None:
    def bare(original: Any, project: Any, **fields: Any) -> Any:
        data = original(project, **fields)
        return data if any(value is not ... for value in fields.values()) else replace(data, json=...)

    wrap(sdk.projects.requests, "update", bare)
