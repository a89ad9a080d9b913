"""A helper returns the same in another way."""

from __future__ import annotations

from typing import Any

OPERATION = "(package)"


def alter(sdk: Any) -> None:
    sdk.projects.client_ext.ProjectsClientExt.titles = lambda client: [project.title for project in client.list(page=1)]
