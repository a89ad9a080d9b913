"""Models are told once more to leave out what was never set."""

from __future__ import annotations

from typing import Any

from tests.checks.alter_sdk import wrap

OPERATION = "tasks.get"
ALSO: set[str] = set()


def alter(sdk: Any) -> None:
    wrap(
        sdk.core.models.UniversalBaseModel,
        "dict",
        lambda original, self, **kwargs: original(self, **{**kwargs, "exclude_unset": True}),
    )
