"""Both clients lack a helper."""

from __future__ import annotations

from typing import Any

OPERATION = "(package)"
EXPECT = {"helper_missing: (package).projects.titles"}


def alter(sdk: Any) -> None:
    del sdk.projects.client_ext.ProjectsClientExt.titles
    del sdk.projects.client_ext.AsyncProjectsClientExt.titles
