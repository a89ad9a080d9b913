from __future__ import annotations

import weakref
from typing import TYPE_CHECKING, Any

import httpx

from ._hooks import SDKHooks
from .basesdk import BaseSDK
from .httpclient import AsyncHttpClient, HttpClient
from .sdkconfiguration import SDKConfiguration

if TYPE_CHECKING:
    from .boats import Boats


def _forget_clients(configuration: SDKConfiguration) -> None:
    configuration.client = configuration.async_client = None


class Harbor(BaseSDK):
    boats: Boats

    def __init__(
        self,
        api_key: str,
        server_url: str | None = None,
        client: HttpClient | None = None,
        async_client: AsyncHttpClient | None = None,
        timeout_ms: int | None = None,
    ) -> None:
        own: Any = client or httpx.Client(follow_redirects=True)
        own_async: Any = async_client or httpx.AsyncClient(follow_redirects=True)
        super().__init__(
            SDKConfiguration(
                client=own,
                client_supplied=client is not None,
                async_client=own_async,
                async_client_supplied=async_client is not None,
                server_url=server_url or "https://harbor.example",
                api_key=api_key,
                timeout_ms=timeout_ms,
            )
        )
        self._hooks = SDKHooks()
        weakref.finalize(self, _forget_clients, self.sdk_configuration)

    def __getattr__(self, name: str) -> Any:
        if name != "boats":
            raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")
        from .boats import Boats  # noqa: PLC0415  # loaded on first use

        self.boats = Boats(self.sdk_configuration)
        return self.boats

    def __dir__(self) -> list[str]:
        return sorted({*super().__dir__(), "boats"})

    def __enter__(self) -> Harbor:
        return self

    async def __aenter__(self) -> Harbor:
        return self

    def __exit__(self, *_: object) -> None:
        configuration = self.sdk_configuration
        if configuration.client is not None and not configuration.client_supplied:
            configuration.client.close()
        configuration.client = None

    async def __aexit__(self, *_: object) -> None:
        configuration = self.sdk_configuration
        if configuration.async_client is not None and not configuration.async_client_supplied:
            await configuration.async_client.aclose()
        configuration.async_client = None
