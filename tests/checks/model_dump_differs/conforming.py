"""Models write indented JSON."""

from __future__ import annotations

from typing import Any

from tests.checks.altering import around

OPERATION = "tasks.get"
ALSO: set[str] = set()


def alter(sdk: Any) -> None:
    around(
        sdk.core.models.UniversalBaseModel,
        "json",
        lambda original, self, **kwargs: original(self, **{**kwargs, "indent": 2}),
    )
