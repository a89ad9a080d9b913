"""One method copies its options before it passes them on."""

from __future__ import annotations

from typing import Any

from tests.checks.alter_sdk import wrap

OPERATION = "projects.update"


def alter(sdk: Any) -> None:
    def copied(original: Any, *arguments: Any, request_options: Any = None, **named: Any) -> Any:
        return original(*arguments, request_options=None if request_options is None else {**request_options}, **named)

    wrap(sdk.projects.client.ProjectsClient, "update", copied)
