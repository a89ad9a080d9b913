"""A second attempt has no body."""

from __future__ import annotations

from typing import Any

from tests.checks.alter_sdk import wrap

OPERATION = "(package)"
EXPECT = {"retry_loses_content: (package).body (JSON body, changing body, list body, upload)"}
OTHER_CHECKS = {"runtime_changed"}


def alter(sdk: Any) -> None:
    sent: list[object] = [None]

    def once(original: Any, data: Any) -> Any:
        repeated, sent[0] = sent[0] is data, data
        return {} if repeated else original(data)

    wrap(sdk.core.http, "body_of", once)
