"""Every call exchanges the token anew."""

from __future__ import annotations

from typing import Any

from tests.checks.token_exchanged_repeatedly.exchange import exchange_tokens

OPERATION = "(package)"
EXPECT = {
    f"token_exchanged_repeatedly: (package).{operation}.{twin}"
    for operation in ("projects.create", "projects.list")
    for twin in ("sync", "async")
} | {"token_exchanged_repeatedly: (package).every call, fresh web token as api_key (value)"}
OTHER_CHECKS = {"runtime_changed"}


def alter(sdk: Any) -> None:
    exchange_tokens(sdk, once=False)
