"""False, 0 and empty texts are missing from the query."""

from __future__ import annotations

from typing import Any

from tests.checks.alter_sdk import wrap

OPERATION = "projects.list"
EXPECT = {
    "argument_not_sent: projects.list.archived",
    "argument_not_sent: projects.list.ordering",
    "argument_not_sent: projects.list.page",
    "argument_not_sent: projects.list.page_size",
}
OTHER_CHECKS = {"pager_request_wrong"}


def alter(sdk: Any) -> None:
    wrap(
        sdk.core.encode,
        "encode_query",
        lambda original, query: original({name: value for name, value in query.items() if value}),
    )
