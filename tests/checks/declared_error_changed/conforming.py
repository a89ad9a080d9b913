"""An error class has an additional attribute."""

from __future__ import annotations

from typing import Any

OPERATION = "projects.delete"


def alter(sdk: Any) -> None:
    sdk.NotFoundError.hint = "look for it elsewhere"
