"""None is sent as an empty query parameter."""

from __future__ import annotations

from typing import Any

from tests.checks.alter_sdk import wrap

OPERATION = "projects.get"
EXPECT = {"null_sent_unrequested: projects.get.members_limit"}
OTHER_CHECKS = {"unrequested_value_sent", "wire_format_changed"}


def alter(sdk: Any) -> None:
    wrap(
        sdk.core.encode,
        "encode_query",
        lambda original, query: original({name: "" if value is None else value for name, value in query.items()}),
    )
