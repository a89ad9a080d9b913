"""The configuration of a model has an additional entry."""

from __future__ import annotations

from typing import Any

OPERATION = "projects.get"


def alter(sdk: Any) -> None:
    sdk.types.Project.model_config = {**sdk.types.Project.model_config, "title": "A project"}
