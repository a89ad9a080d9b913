"""A dict in place of a model is sent with an additional field."""

from __future__ import annotations

from typing import Any

from tests.checks.alter_sdk import wrap

OPERATION = "tasks.add"
EXPECT = {"dict_argument_differs: tasks.add"}
OTHER_CHECKS = {"argument_changed"}


def alter(sdk: Any) -> None:
    def padded(original: Any, *, project: Any, request: Any) -> Any:
        if isinstance(request, list):
            request = [{"priority": None, **item} if isinstance(item, dict) else item for item in request]
        return original(project=project, request=request)

    def add(original: Any, project: Any = None, **given: Any) -> Any:
        return padded(original, project=project, **given)

    wrap(sdk.tasks.requests, "add", add)
