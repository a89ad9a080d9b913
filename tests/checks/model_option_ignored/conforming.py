"""Excluded fields are removed from the dict afterwards."""

from __future__ import annotations

from typing import Any

from tests.checks.alter_sdk import wrap

OPERATION = "(package)"


def alter(sdk: Any) -> None:
    def remove(original: Any, self: Any, exclude: Any = (), **kwargs: Any) -> Any:
        names = {
            type(self).model_fields[name].alias or name for name in exclude or () if name in type(self).model_fields
        }
        return {key: value for key, value in original(self, **kwargs).items() if key not in names}

    wrap(sdk.core.models.UniversalBaseModel, "dict", remove)
