"""A helper returns one title more."""

from __future__ import annotations

from typing import Any

from tests.checks.alter_sdk import change_result

OPERATION = "(package)"
EXPECT = {"helper_result_wrong: (package).projects.client_ext.ProjectsClientExt.titles.titles of all projects"}
OTHER_CHECKS = {"helper_outcome_changed"}


def alter(sdk: Any) -> None:
    change_result(sdk.projects.client_ext.ProjectsClientExt, "titles", lambda titles: [*titles, "b"])
