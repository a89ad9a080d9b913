"""A deep copy is made by a pickle."""

from __future__ import annotations

import pickle
from typing import Any

OPERATION = "(package)"


def alter(sdk: Any) -> None:
    def deep_copy(self: Any, memo: Any = None) -> Any:
        return pickle.loads(pickle.dumps(self))

    sdk.core.models.UniversalBaseModel.__deepcopy__ = deep_copy
