"""An error class offers one attribute more."""

from __future__ import annotations

from typing import Any

OPERATION = "projects.delete"
ALSO: set[str] = set()


def alter(sdk: Any) -> None:
    sdk.NotFoundError.hint = "look for it elsewhere"
