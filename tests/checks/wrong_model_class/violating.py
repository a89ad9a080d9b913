"""A nested model stays a dict."""

from __future__ import annotations

from typing import Any

from tests.checks.alter_sdk import wrap

OPERATION = "projects.get"
EXPECT = {"wrong_model_class: types.projects.Project.owner"}


def alter(sdk: Any) -> None:
    def shallow(original: Any, declared: Any, payload: Any) -> Any:
        return payload if declared is sdk.types.Member else original(declared, payload)

    wrap(sdk.core.construct, "construct_model", shallow)
