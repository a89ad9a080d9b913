"""Unknown fields do not count as set."""

from __future__ import annotations

from typing import Any

from tests.checks.alter_sdk import change_result

OPERATION = "(package)"


def alter(sdk: Any) -> None:
    def declared_only(model: Any) -> Any:
        model.__pydantic_fields_set__.intersection_update(type(model).model_fields)
        return model

    change_result(sdk.core.construct, "construct_model", declared_only)
