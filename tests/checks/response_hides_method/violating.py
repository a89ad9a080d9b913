"""Unknown fields of a response become attributes of the model."""

from __future__ import annotations

from typing import Any

from tests.checks.alter_sdk import change_result

OPERATION = "(package)"
EXPECT = {"response_hides_method: (package).fields named like methods (value)"}
OTHER_CHECKS = {"runtime_changed"}


def alter(sdk: Any) -> None:
    def with_attributes(model: Any) -> Any:
        model.__dict__.update(model.__pydantic_extra__ or {})
        return model

    change_result(sdk.core.construct, "construct_model", with_attributes)
