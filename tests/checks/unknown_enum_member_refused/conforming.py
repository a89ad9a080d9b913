"""Members of an open enum are instances of a subclass of str."""

from __future__ import annotations

from typing import Any

from tests.checks.alter_sdk import wrap

OPERATION = "projects.get"


class Member(str):
    __slots__ = ()


def alter(sdk: Any) -> None:
    def wrapped(original: Any, members: Any, payload: Any) -> Any:
        value = original(members, payload)
        return Member(value) if Any in members and isinstance(value, str) else value

    wrap(sdk.core.construct, "construct_union", wrapped)
