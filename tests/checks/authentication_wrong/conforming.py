"""The header of the credentials is written in lower case."""

from __future__ import annotations

from typing import Any

from tests.checks.altering import through

OPERATION = "projects.get"
ALSO: set[str] = set()


def alter(sdk: Any) -> None:
    through(sdk.core.http, "credentials", lambda headers: {"authorization": headers["Authorization"]})
