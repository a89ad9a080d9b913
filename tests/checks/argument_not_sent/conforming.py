"""The query is sent in another order."""

from __future__ import annotations

from typing import Any

from tests.checks.altering import through

OPERATION = "projects.list"
ALSO: set[str] = set()


def alter(sdk: Any) -> None:
    through(sdk.core.encode, "encode_query", lambda pairs: sorted(pairs, key=lambda pair: pair[0]))
