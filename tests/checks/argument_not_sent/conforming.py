"""The query is sent in another order."""

from __future__ import annotations

from typing import Any

from tests.checks.alter_sdk import change_result

OPERATION = "projects.list"


def alter(sdk: Any) -> None:
    change_result(sdk.core.encode, "encode_query", lambda pairs: sorted(pairs, key=lambda pair: pair[0]))
