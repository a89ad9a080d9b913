"""The SDK does not check the shape of a successful body."""

from __future__ import annotations

from typing import Any

from tests.checks.alter_sdk import wrap

OPERATION = "projects.get"
EXPECT = {"unexpected_success_body_crashes: (core).core.construct.construct AttributeError"}


def alter(sdk: Any) -> None:
    def trusting(original: Any, declared: Any, payload: Any) -> Any:
        if declared is sdk.types.Project:
            payload.items()
        return original(declared, payload)

    wrap(sdk.core.construct, "construct_model", trusting)
