"""An undeclared member of an open enum becomes None."""

from __future__ import annotations

from typing import Any

from tests.checks.alter_sdk import wrap

OPERATION = "projects.get"
EXPECT = {"unknown_enum_member_lost: projects.get.state"}


def alter(sdk: Any) -> None:
    def drop_unknown(original: Any, members: Any, payload: Any) -> Any:
        unknown = Any in members and isinstance(payload, str) and payload not in {"open", "closed"}
        return None if unknown else original(members, payload)

    wrap(sdk.core.construct, "construct_union", drop_unknown)
