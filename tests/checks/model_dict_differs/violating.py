"""Models use Python names in a dict."""

from __future__ import annotations

from typing import Any

from tests.checks.alter_sdk import wrap

OPERATION = "tasks.get"
EXPECT = {"model_dict_differs: tasks.get.bestAnswer", "model_dict_differs: tasks.get.best_answer"}


def alter(sdk: Any) -> None:
    wrap(
        sdk.core.models.UniversalBaseModel,
        "dict",
        lambda original, self, **kwargs: original(self, **{**kwargs, "by_alias": False}),
    )
