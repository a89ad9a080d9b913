"""Unknown fields are kept in an object of their own, sorted by name."""

from __future__ import annotations

from typing import Any

from tests.checks.alter_sdk import change_result

OPERATION = "(package)"


def alter(sdk: Any) -> None:
    def sorted_extra(model: Any) -> Any:
        extra = model.__pydantic_extra__
        if extra is not None:
            object.__setattr__(model, "__pydantic_extra__", dict(sorted(extra.items())))
        return model

    change_result(sdk.core.construct, "construct_model", sorted_extra)
