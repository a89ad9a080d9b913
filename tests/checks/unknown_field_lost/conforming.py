"""A field that the model does not declare becomes a plain attribute."""

from __future__ import annotations

from typing import Any

from tests.checks.alter_sdk import change_result

OPERATION = "projects.get"


def alter(sdk: Any) -> None:
    def plain(model: Any) -> Any:
        model.__dict__.update(model.__pydantic_extra__)
        return model

    change_result(sdk.core.construct, "construct_model", plain)
