"""JSON is indented."""

from __future__ import annotations

from typing import Any

from tests.checks.alter_sdk import wrap

OPERATION = "(package)"


def alter(sdk: Any) -> None:
    wrap(
        sdk.core.models.UniversalBaseModel,
        "json",
        lambda original, self, **kwargs: original(self, **{"indent": 2, **kwargs}),
    )
