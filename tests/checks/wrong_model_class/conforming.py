"""A nested model is an instance of a subclass."""

from __future__ import annotations

from typing import Any

from tests.checks.alter_sdk import wrap

OPERATION = "projects.get"


def alter(sdk: Any) -> None:
    member = sdk.types.Member
    named = type("NamedMember", (member,), {"label": lambda self: f"{self.id}: {self.role}"})

    def constructed(original: Any, declared: Any, payload: Any) -> Any:
        return original(named if declared is member else declared, payload)

    wrap(sdk.core.construct, "construct_model", constructed)
