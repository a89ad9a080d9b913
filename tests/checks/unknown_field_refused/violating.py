"""The SDK refuses a field that the model does not declare."""

from __future__ import annotations

from typing import Any

from tests.checks.alter_sdk import wrap

OPERATION = "projects.get"
EXPECT = {"unknown_field_refused: projects.get"}


def alter(sdk: Any) -> None:
    def strict(original: Any, declared: Any, payload: Any) -> Any:
        if declared is sdk.types.Project and isinstance(payload, dict) and set(payload) - set(declared.model_fields):
            raise sdk.core.construct.UnfitError("unknown fields")
        return original(declared, payload)

    wrap(sdk.core.construct, "construct_model", strict)
