"""A region with a certain place becomes a choice."""

from __future__ import annotations

from typing import Any

from tests.checks.alter_sdk import wrap

OPERATION = "(package)"
EXPECT = {"union_member_wrong: types.tasks.Task.answers", "union_member_wrong: types.tasks.Task.bestAnswer"}


def alter(sdk: Any) -> None:
    def first(original: Any, members: Any, payload: Any) -> Any:
        models = [member for member in members if hasattr(member, "model_fields")]
        if isinstance(payload, dict) and payload.get("x") == 0.5 and len(models) > 1:
            return sdk.core.construct.construct_model(models[0], payload)
        return original(members, payload)

    wrap(sdk.core.construct, "construct_union", first)
