"""The first call exchanges the token, and the others wait for it."""

from __future__ import annotations

from typing import Any

from tests.checks.token_exchanged_repeatedly.exchange import exchange_tokens

OPERATION = "(package)"
OTHER_CHECKS = {"runtime_changed"}


def alter(sdk: Any) -> None:
    exchange_tokens(sdk, once=True)
