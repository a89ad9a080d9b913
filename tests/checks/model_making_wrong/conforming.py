"""The constructor sorts its arguments."""

from __future__ import annotations

from typing import Any

from tests.checks.alter_sdk import wrap

OPERATION = "(package)"


def alter(sdk: Any) -> None:
    def sort(original: Any, self: Any, **fields: Any) -> None:
        original(self, **dict(sorted(fields.items())))

    wrap(sdk.core.models.UniversalBaseModel, "__init__", sort)
