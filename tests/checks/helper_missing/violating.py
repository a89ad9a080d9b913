"""Both clients lack a helper."""

from __future__ import annotations

from typing import Any

OPERATION = "(package)"
EXPECT = {"helper_missing: (package).projects.titles"}
OTHER_CHECKS = {"helper_error_bare", "helper_outcome_changed", "helper_result_wrong"}


def alter(sdk: Any) -> None:
    del sdk.projects.client_ext.ProjectsClientExt.titles
    del sdk.projects.client_ext.AsyncProjectsClientExt.titles
