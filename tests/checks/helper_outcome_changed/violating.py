"""A helper returns one title more."""

from __future__ import annotations

from typing import Any

from tests.checks.alter_sdk import change_result

OPERATION = "(package)"
TITLES = "helper_outcome_changed: (package).projects.client_ext.ProjectsClientExt.titles.titles"
EXPECT = {f"{TITLES} of all projects", f"{TITLES} that are refused"}
OTHER_CHECKS = {"helper_result_wrong"}


def alter(sdk: Any) -> None:
    change_result(sdk.projects.client_ext.ProjectsClientExt, "titles", lambda titles: [*titles, "b"])
