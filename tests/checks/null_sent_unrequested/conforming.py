"""None for an argument with a default sends that default."""

from __future__ import annotations

from typing import Any

from tests.checks.alter_sdk import wrap

OPERATION = "projects.members.assign"


def alter(sdk: Any) -> None:
    def defaulted(original: Any, project: Any, name: Any, *, role: Any, page: Any) -> Any:
        return original(project, name, role=role, page=page or 1 if page is None else page)

    wrap(sdk.projects.members.requests, "assign", defaulted)
