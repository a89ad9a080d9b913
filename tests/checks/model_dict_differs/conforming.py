"""Models exclude unset fields explicitly."""

from __future__ import annotations

from typing import Any

from tests.checks.alter_sdk import wrap

OPERATION = "tasks.get"


def alter(sdk: Any) -> None:
    wrap(
        sdk.core.models.UniversalBaseModel,
        "dict",
        lambda original, self, **kwargs: original(self, **{**kwargs, "exclude_unset": True}),
    )
