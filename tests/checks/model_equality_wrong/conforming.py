"""All objects of a class have the same hash."""

from __future__ import annotations

from typing import Any

OPERATION = "(package)"


def alter(sdk: Any) -> None:
    def of_class(self: Any) -> int:
        return hash(type(self))

    sdk.core.models.UniversalBaseModel.__hash__ = of_class
