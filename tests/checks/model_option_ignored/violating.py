"""JSON has the fields that are excluded."""

from __future__ import annotations

from typing import Any

from tests.checks.alter_sdk import wrap

OPERATION = "(package)"
EXPECT = {"model_option_ignored: (core).core.models.json"}


def alter(sdk: Any) -> None:
    wrap(
        sdk.core.models.UniversalBaseModel,
        "json",
        lambda original, self, **kwargs: original(self, **{**kwargs, "exclude": None}),
    )
