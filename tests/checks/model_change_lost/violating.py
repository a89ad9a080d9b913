"""An assignment does nothing."""

from __future__ import annotations

from typing import Any

OPERATION = "(package)"
EXPECT = {"model_change_lost: (core).core.models.UniversalBaseModel"}


def alter(sdk: Any) -> None:
    def ignore(self: Any, name: str, value: Any) -> None:
        """Change nothing."""

    sdk.core.models.UniversalBaseModel.__setattr__ = ignore
