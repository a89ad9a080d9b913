"""A helper takes an error for an empty list."""

from __future__ import annotations

from typing import Any

from tests.checks.alter_sdk import wrap

OPERATION = "(package)"
EXPECT = {"helper_error_hidden: (package).projects.client_ext.ProjectsClientExt.titles.titles that are refused"}
OTHER_CHECKS = {"helper_outcome_changed"}


def alter(sdk: Any) -> None:
    def titles(original: Any, client: Any) -> Any:
        try:
            return original(client)
        except sdk.ApiError:
            return []

    wrap(sdk.projects.client_ext.ProjectsClientExt, "titles", titles)
