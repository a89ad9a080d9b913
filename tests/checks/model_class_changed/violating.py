"""A model does not keep unknown fields, and another can no longer be changed."""

from __future__ import annotations

from typing import Any

OPERATION = "projects.get"
EXPECT = {
    "model_class_changed: types.projects.Member.frozen",
    "model_class_changed: types.projects.Project.extra",
}
OTHER_CHECKS = {"unknown_field_lost"}


def alter(sdk: Any) -> None:
    types = sdk.types
    types.Project.model_config = {**types.Project.model_config, "extra": "ignore"}
    types.projects.Member.model_config = {**types.projects.Member.model_config, "frozen": True}
