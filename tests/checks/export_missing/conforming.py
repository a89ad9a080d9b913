"""There is an additional public name, and all of them are in another order."""

from __future__ import annotations

from typing import Any

OPERATION = "(package)"


def alter(sdk: Any) -> None:
    sdk.Upload = type("Upload", (), {})
    sdk.__all__[:] = ["Upload", *reversed(sdk.__all__)]
