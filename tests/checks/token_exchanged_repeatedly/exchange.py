"""Lets acme exchange a web token before it sends anything else."""

from __future__ import annotations

import asyncio
import threading
from contextlib import nullcontext
from typing import Any

from tests.checks.alter_sdk import wrap


def exchange_tokens(sdk: Any, *, once: bool) -> None:
    """Each client exchanges its token, `once` or for every call that finds none."""
    tokens: dict[int, str] = {}
    lock, tasks = threading.Lock() if once else nullcontext(), asyncio.Lock() if once else nullcontext()

    def endpoint(http: Any) -> dict[str, Any]:
        return {"url": f"{http._settings.base_url}/token/", "json": {"refresh": http._settings.api_key}}

    def send(original: Any, http: Any, *arguments: Any, **options: Any) -> Any:
        with lock:
            if "." in http._settings.api_key and not (once and id(http) in tokens):
                tokens[id(http)] = http._client.post(**endpoint(http)).text
        return original(http, *arguments, **options)

    async def send_async(original: Any, http: Any, *arguments: Any, **options: Any) -> Any:
        async with tasks:
            if "." in http._settings.api_key and not (once and id(http) in tokens):
                tokens[id(http)] = (await http._client.post(**endpoint(http))).text
        return await original(http, *arguments, **options)

    wrap(sdk.core.http.SyncHttp, "send", send)
    wrap(sdk.core.http.AsyncHttp, "send", send_async)
