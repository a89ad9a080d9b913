"""A model does not keep unknown fields."""

from __future__ import annotations

from typing import Any

OPERATION = "projects.get"
EXPECT = {"model_class_changed: types.projects.Project.extra"}
OTHER_CHECKS = {"unknown_field_lost"}


def alter(sdk: Any) -> None:
    sdk.types.Project.model_config = {**sdk.types.Project.model_config, "extra": "ignore"}
