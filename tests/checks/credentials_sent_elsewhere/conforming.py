"""A redirect is followed without credentials."""

from __future__ import annotations

from typing import Any

from tests.checks.alter_sdk import wrap

OPERATION = "(package)"
OTHER_CHECKS = {"runtime_changed"}


def alter(sdk: Any) -> None:
    def followed(original: Any, self: Any, *arguments: Any, **options: Any) -> Any:
        response = original(self, *arguments, **options)
        if response.next_request is None:
            return response
        response.close()
        return self._client.get(response.next_request.url)

    wrap(sdk.core.http.SyncHttp, "send", followed)
