"""A pickle has only the declared fields."""

from __future__ import annotations

from typing import Any

from tests.checks.alter_sdk import wrap

OPERATION = "(package)"
EXPECT = {"model_copy_differs: (core).core.models.UniversalBaseModel"}


def alter(sdk: Any) -> None:
    def without_extra(original: Any, self: Any) -> Any:
        return {**original(self), "__pydantic_extra__": {}}

    wrap(sdk.core.models.UniversalBaseModel, "__getstate__", without_extra)
