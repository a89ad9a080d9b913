"""A field has a description."""

from __future__ import annotations

from typing import Any

OPERATION = "projects.get"


def alter(sdk: Any) -> None:
    sdk.types.Project.model_fields["description"].description = "What the project is for."
