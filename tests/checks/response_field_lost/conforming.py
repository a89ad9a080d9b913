"""Models are instances of a subclass with a second name for a field."""

from __future__ import annotations

from typing import Any

from tests.checks.alter_sdk import wrap

OPERATION = "projects.get"


def alter(sdk: Any) -> None:
    project = sdk.types.Project
    named = type("Project", (project,), {"name": property(lambda self: self.title), "__module__": project.__module__})

    def constructed(original: Any, declared: Any, payload: Any) -> Any:
        return original(named if declared is project else declared, payload)

    wrap(sdk.core.construct, "construct_model", constructed)
