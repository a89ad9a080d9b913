"""All declared fields count as set."""

from __future__ import annotations

from typing import Any

from tests.checks.alter_sdk import change_result

OPERATION = "(package)"
EXPECT = {"model_fields_set_wrong: (core).core.construct.construct_model"}


def alter(sdk: Any) -> None:
    def with_defaults(model: Any) -> Any:
        model.__pydantic_fields_set__.update(type(model).model_fields)
        return model

    change_result(sdk.core.construct, "construct_model", with_defaults)
