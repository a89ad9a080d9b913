"""A redirect is followed with the credentials, whatever host it leads to."""

from __future__ import annotations

from typing import Any

from tests.checks.alter_sdk import wrap

OPERATION = "(package)"
EXPECT = {"credentials_sent_elsewhere: (package).redirect (sync)"}
OTHER_CHECKS = {"response_left_open", "runtime_changed"}


def alter(sdk: Any) -> None:
    def followed(original: Any, self: Any, *arguments: Any, **options: Any) -> Any:
        response = original(self, *arguments, **options)
        if response.next_request is None:
            return response
        return self._client.get(response.next_request.url, headers=sdk.core.http.credentials(self._settings))

    wrap(sdk.core.http.SyncHttp, "send", followed)
