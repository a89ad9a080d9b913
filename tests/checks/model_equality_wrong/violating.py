"""The hash is that of the object, equality that of the values."""

from __future__ import annotations

from typing import Any

OPERATION = "(package)"
EXPECT = {"model_equality_wrong: (core).core.models.UniversalBaseModel"}


def alter(sdk: Any) -> None:
    def of_object(self: Any) -> int:
        return id(self)

    sdk.core.models.UniversalBaseModel.__hash__ = of_object
