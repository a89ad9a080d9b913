"""An update replaces."""

from __future__ import annotations

from typing import Any

from tests.checks.altering import asking

OPERATION = "projects.update"
EXPECT = {"method_differs: projects.update"}
ALSO = {"wire_format_changed"}


def alter(sdk: Any) -> None:
    asking(sdk.projects.requests, "update", lambda _: {"method": "PUT"})
