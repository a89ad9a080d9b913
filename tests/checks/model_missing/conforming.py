"""There is an additional model that no operation uses."""

from __future__ import annotations

from typing import Any

OPERATION = "projects.update"


def alter(sdk: Any) -> None:
    sdk.types.Spare = type("Spare", (sdk.types.Problem,), {"__module__": sdk.types.__name__})
