"""Both clients can be closed, which does nothing."""

from __future__ import annotations

from typing import Any

OPERATION = "(package)"
EXPECT = {"http_client_left_open: (package).closing"}


def alter(sdk: Any) -> None:
    async def aclose(client: Any) -> None:
        del client

    sdk.Acme.close = lambda _: None
    sdk.AsyncAcme.aclose = aclose
