"""A field of the response is dropped."""

from __future__ import annotations

from typing import Any

from tests.checks.alter_sdk import wrap

OPERATION = "projects.get"
EXPECT = {"response_field_lost: projects.get.title"}
OTHER_CHECKS = {"model_dict_differs", "model_dump_differs"}


def alter(sdk: Any) -> None:
    def without_title(original: Any, declared: Any, payload: Any) -> Any:
        model = original(declared, payload)
        model.__dict__.pop("title", None)
        return model

    wrap(sdk.core.construct, "construct_model", without_title)
