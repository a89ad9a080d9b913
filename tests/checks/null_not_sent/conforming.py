"""Nulls are sent after everything else."""

from __future__ import annotations

from typing import Any

from tests.checks.altering import asking

OPERATION = "projects.update"
ALSO: set[str] = set()


def alter(sdk: Any) -> None:
    asking(
        sdk.projects.requests,
        "update",
        lambda ask: {"json": dict(sorted(ask.json.items(), key=lambda pair: pair[1] is None))},
    )
