"""The constructor ignores unknown fields."""

from __future__ import annotations

from typing import Any

from tests.checks.alter_sdk import wrap

OPERATION = "(package)"
EXPECT = {"model_making_wrong: (core).core.models.UniversalBaseModel"}


def alter(sdk: Any) -> None:
    def declared_only(original: Any, self: Any, **fields: Any) -> None:
        known = {name for field, info in type(self).model_fields.items() for name in (field, info.alias)}
        original(self, **{name: value for name, value in fields.items() if name in known})

    wrap(sdk.core.models.UniversalBaseModel, "__init__", declared_only)
