"""An optional field is required."""

from __future__ import annotations

from typing import Any

from pydantic_core import PydanticUndefined

OPERATION = "projects.get"
EXPECT = {"model_field_changed: types.projects.Project.description"}


def alter(sdk: Any) -> None:
    sdk.types.Project.model_fields["description"].default = PydanticUndefined
