"""Texts with other than ASCII characters are refused."""

from __future__ import annotations

from typing import Any

from tests.checks.altering import through

OPERATION = "projects.update"
EXPECT = {
    "valid_call_refused: projects.update.edge",
    "valid_call_refused: projects.update.full",
    "valid_call_refused: projects.update.random",
}
ALSO: set[str] = set()


def alter(sdk: Any) -> None:
    through(
        sdk.core.encode,
        "jsonable",
        lambda value: value.encode("ascii").decode() if isinstance(value, str) else value,
    )
