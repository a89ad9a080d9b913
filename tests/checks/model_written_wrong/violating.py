"""JSON leaves out nulls."""

from __future__ import annotations

from typing import Any

from tests.checks.alter_sdk import wrap

OPERATION = "(package)"
EXPECT = {"model_written_wrong: (core).core.models.json"}
OTHER_CHECKS = {"model_option_ignored"}


def alter(sdk: Any) -> None:
    wrap(
        sdk.core.models.UniversalBaseModel,
        "json",
        lambda original, self, **kwargs: original(self, **{"exclude_none": True, **kwargs}),
    )
