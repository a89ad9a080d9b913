"""Models use Python names in JSON."""

from __future__ import annotations

from typing import Any

from tests.checks.alter_sdk import wrap

OPERATION = "tasks.get"
EXPECT = {"model_dump_differs: (core).core.models.json"}


def alter(sdk: Any) -> None:
    wrap(
        sdk.core.models.UniversalBaseModel,
        "json",
        lambda original, self, **kwargs: original(self, **{**kwargs, "by_alias": False}),
    )
