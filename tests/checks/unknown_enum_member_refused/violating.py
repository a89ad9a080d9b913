"""The SDK refuses an undeclared member of an open enum."""

from __future__ import annotations

from typing import Any

from tests.checks.alter_sdk import wrap

OPERATION = "projects.get"
EXPECT = {"unknown_enum_member_refused: projects.get"}


def alter(sdk: Any) -> None:
    def refuse_unknown(original: Any, members: Any, payload: Any) -> Any:
        if Any in members and isinstance(payload, str) and payload not in {"open", "closed"}:
            raise sdk.core.construct.UnfitError("not a member")
        return original(members, payload)

    wrap(sdk.core.construct, "construct_union", refuse_unknown)
