"""A client keeps the last response, for the caller to look at."""

from __future__ import annotations

from typing import Any

from tests.checks.alter_sdk import wrap

OPERATION = "(package)"


def alter(sdk: Any) -> None:
    def keep(original: Any, http: Any, *arguments: Any, **options: Any) -> Any:
        http.last_response = original(http, *arguments, **options)
        return http.last_response

    wrap(sdk.core.http.SyncHttp, "send", keep)
