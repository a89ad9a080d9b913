from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import httpx

from . import errors
from .sdkconfiguration import SDKConfiguration
from .types import BaseModel, Unset


class BaseSDK:
    sdk_configuration: SDKConfiguration

    def __init__(self, sdk_config: SDKConfiguration) -> None:
        self.sdk_configuration = sdk_config

    def _build(
        self,
        client: httpx.Client | httpx.AsyncClient | None,
        method: str,
        path: str,
        *,
        query: Mapping[str, Any] | None = None,
        body: BaseModel | Mapping[str, Any] | None = None,
        server_url: str | None,
        timeout_ms: int | None,
        http_headers: Mapping[str, str] | None,
    ) -> httpx.Request:
        if client is None:
            raise ValueError("the client is closed")
        configuration = self.sdk_configuration
        milliseconds = configuration.timeout_ms if timeout_ms is None else timeout_ms
        timeout: Any = httpx.USE_CLIENT_DEFAULT if milliseconds is None else milliseconds / 1000
        headers = httpx.Headers({"authorization": f"Bearer {configuration.api_key}"})
        headers.update({name: value for name, value in (http_headers or {}).items() if value is not None})
        url = (server_url or configuration.server_url).rstrip("/") + path
        texts = {name: value for name, value in (query or {}).items() if value is not None}
        content = {} if body is None else {"json": _json(body)}
        return client.build_request(method, url, params=texts, headers=headers, timeout=timeout, **content)

    def _send(self, request: httpx.Request, *, stream: bool = False) -> httpx.Response:
        client = self.sdk_configuration.client
        if client is None:
            raise ValueError("the client is closed")
        response = client.send(request, stream=stream)
        if response.status_code not in {200, 201, 204}:
            response.read()
        return response

    async def _send_async(self, request: httpx.Request, *, stream: bool = False) -> httpx.Response:
        client = self.sdk_configuration.async_client
        if client is None:
            raise ValueError("the client is closed")
        response = await client.send(request, stream=stream)
        if response.status_code not in {200, 201, 204}:
            await response.aread()
        return response


def _json(value: Any) -> Any:
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json", by_alias=True, exclude_unset=True)
    if isinstance(value, Mapping):
        return {name: _json(item) for name, item in value.items() if not isinstance(item, Unset)}
    return value


def checked(response: httpx.Response, status: int) -> httpx.Response:
    if response.status_code == status:
        return response
    kind = errors.NotFoundError if response.status_code == 404 else errors.APIError
    raise kind("API error occurred", response)
