"""One public name more, and all of them in another order."""

from __future__ import annotations

from typing import Any

OPERATION = "(package)"
ALSO: set[str] = set()


def alter(sdk: Any) -> None:
    sdk.__all__[:] = ["Upload", *reversed(sdk.__all__)]
