"""An assignment makes a copy of the value."""

from __future__ import annotations

import copy
from typing import Any

from tests.checks.alter_sdk import wrap

OPERATION = "(package)"


def alter(sdk: Any) -> None:
    def assign(original: Any, self: Any, name: str, value: Any) -> None:
        original(self, name, copy.deepcopy(value))

    wrap(sdk.core.models.UniversalBaseModel, "__setattr__", assign)
