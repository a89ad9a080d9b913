"""Requests have no unknown fields of models."""

from __future__ import annotations

from typing import Any

from tests.checks.alter_sdk import wrap

OPERATION = "(package)"
EXPECT = {"value_not_sent_back: projects.create.settings"}


def alter(sdk: Any) -> None:
    def declared_only(original: Any, value: Any) -> Any:
        if isinstance(value, sdk.core.models.UniversalBaseModel):
            value = value.model_copy()
            value.__pydantic_extra__.clear()
        return original(value)

    wrap(sdk.core.encode, "jsonable", declared_only)
