"""A field that the model does not declare is dropped."""

from __future__ import annotations

from typing import Any

from tests.checks.alter_sdk import change_result

OPERATION = "projects.get"
EXPECT = {"unknown_field_lost: projects.get.conformance_unknown_field"}


def alter(sdk: Any) -> None:
    def forgetful(model: Any) -> Any:
        model.__pydantic_extra__.clear()
        return model

    change_result(sdk.core.construct, "construct_model", forgetful)
