"""The members of a union are tried from the last one."""

from __future__ import annotations

from typing import Any

from tests.checks.alter_sdk import wrap

OPERATION = "(package)"


def alter(sdk: Any) -> None:
    wrap(sdk.core.construct, "construct_union", lambda original, members, payload: original(members[::-1], payload))
