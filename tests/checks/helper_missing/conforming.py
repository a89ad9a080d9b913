"""A helper moved to a base class."""

from __future__ import annotations

from typing import Any

OPERATION = "(package)"


def alter(sdk: Any) -> None:
    extension = sdk.projects.client_ext.ProjectsClientExt
    sdk.projects.client.ProjectsClient.titles = extension.titles
    del extension.titles
