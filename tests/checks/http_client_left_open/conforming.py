"""Both clients are contexts. The end closes the HTTP client, unless the caller has given it."""

from __future__ import annotations

from typing import Any

from tests.checks.alter_sdk import wrap

OPERATION = "(package)"


def alter(sdk: Any) -> None:
    def noted(original: Any, client: Any, **arguments: Any) -> None:
        original(client, **arguments)
        client.given = arguments.get("httpx_client") is not None

    async def enter(client: Any) -> Any:
        return client

    async def leave(client: Any, *_: Any) -> None:
        if not client.given:
            await client._http._client.aclose()

    def leave_sync(client: Any, *_: Any) -> None:
        if not client.given:
            client._http._client.close()

    for cls in (sdk.Acme, sdk.AsyncAcme):
        wrap(cls, "__init__", noted)
    sdk.Acme.__enter__, sdk.Acme.__exit__ = (lambda client: client), leave_sync
    sdk.AsyncAcme.__aenter__, sdk.AsyncAcme.__aexit__ = enter, leave
