from __future__ import annotations

from dataclasses import dataclass

import httpx


@dataclass
class SDKConfiguration:
    client: httpx.Client | None
    client_supplied: bool
    async_client: httpx.AsyncClient | None
    async_client_supplied: bool
    server_url: str
    api_key: str
    timeout_ms: int | None
