"""A helper requests pages with another size: the titles are the same."""

from __future__ import annotations

from typing import Any

OPERATION = "(package)"
OTHER_CHECKS = {"helper_outcome_changed"}


def alter(sdk: Any) -> None:
    sdk.projects.client_ext.ProjectsClientExt.titles = lambda client: [
        project.title for project in client.list(page_size=5)
    ]
