"""A client appends every response to a list."""

from __future__ import annotations

from typing import Any

from tests.checks.alter_sdk import wrap

OPERATION = "(package)"
EXPECT = {"responses_kept: (package).memory (value, sync)"}


def alter(sdk: Any) -> None:
    def keep(original: Any, http: Any, *arguments: Any, **options: Any) -> Any:
        response = original(http, *arguments, **options)
        vars(http).setdefault("responses", []).append(response)
        return response

    wrap(sdk.core.http.SyncHttp, "send", keep)
