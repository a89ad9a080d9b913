"""One method does not pass its options on."""

from __future__ import annotations

from typing import Any

from tests.checks.alter_sdk import wrap

OPERATION = "projects.update"
EXPECT = {
    "operation_option_ignored: projects.update.additional_headers.sync",
    "operation_option_ignored: projects.update.additional_query_parameters.sync",
}


def alter(sdk: Any) -> None:
    def dropped(original: Any, *arguments: Any, **named: Any) -> Any:
        return original(*arguments, **{**named, "request_options": None})

    wrap(sdk.projects.client.ProjectsClient, "update", dropped)
