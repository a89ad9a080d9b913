"""A helper is gone from both clients."""

from __future__ import annotations

from typing import Any

OPERATION = "(package)"
EXPECT = {"helper_missing: (package).projects.titles"}
ALSO: set[str] = set()


def alter(sdk: Any) -> None:
    del sdk.projects.client_ext.ProjectsClientExt.titles
    del sdk.projects.client_ext.AsyncProjectsClientExt.titles
