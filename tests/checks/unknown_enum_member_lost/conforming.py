"""An undeclared member of an open enum is count_unknown, and kept."""

from __future__ import annotations

from collections import Counter
from typing import Any

from tests.checks.alter_sdk import wrap

OPERATION = "projects.get"


def alter(sdk: Any) -> None:
    sdk.unknown_members = Counter()

    def count_unknown(original: Any, members: Any, payload: Any) -> Any:
        if Any in members and isinstance(payload, str):
            sdk.unknown_members[payload] += 1
        return original(members, payload)

    wrap(sdk.core.construct, "construct_union", count_unknown)
