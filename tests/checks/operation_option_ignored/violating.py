"""One method does not pass its options on: the first of those that show whether the shared client drops them."""

from __future__ import annotations

from typing import Any

from tests.checks.alter_sdk import wrap

OPERATION = "projects.get"
EXPECT = {"operation_option_ignored: projects.get.options.sync"}


def alter(sdk: Any) -> None:
    def dropped(original: Any, *arguments: Any, **named: Any) -> Any:
        return original(*arguments, **{**named, "request_options": None})

    wrap(sdk.projects.client.ProjectsClient, "get", dropped)
