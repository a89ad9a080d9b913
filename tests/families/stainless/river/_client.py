from __future__ import annotations

from functools import cached_property

import httpx

from ._base_client import AsyncAPIClient, SyncAPIClient, timeout_of
from ._exceptions import RiverError
from ._types import NotGiven, not_given
from .resources.rivers import AsyncRiversResource, RiversResource, RiversResourceWithRawResponse


class River(SyncAPIClient):
    def __init__(
        self,
        *,
        api_key: str | None = None,
        base_url: str | None = None,
        timeout: float | NotGiven = not_given,
        max_retries: int = 2,
        http_client: httpx.Client | None = None,
    ) -> None:
        if api_key is None:
            raise RiverError("the api_key client option must be set")
        if http_client is not None and not isinstance(http_client, httpx.Client):
            raise TypeError(f"expected an httpx.Client, got {type(http_client)}")
        self.api_key, self.max_retries = api_key, max_retries
        self.timeout = timeout_of(timeout, http_client)
        self._client = http_client or httpx.Client(follow_redirects=False)
        self.base_url = (base_url or "https://river.example").rstrip("/")

    @cached_property
    def rivers(self) -> RiversResource:
        return RiversResource(self)

    @cached_property
    def with_raw_response(self) -> RiverWithRawResponse:
        return RiverWithRawResponse(self)


class AsyncRiver(AsyncAPIClient):
    def __init__(
        self,
        *,
        api_key: str | None = None,
        base_url: str | None = None,
        timeout: float | NotGiven = not_given,
        max_retries: int = 2,
        http_client: httpx.AsyncClient | None = None,
    ) -> None:
        if api_key is None:
            raise RiverError("the api_key client option must be set")
        if http_client is not None and not isinstance(http_client, httpx.AsyncClient):
            raise TypeError(f"expected an httpx.AsyncClient, got {type(http_client)}")
        self.api_key, self.max_retries = api_key, max_retries
        self.timeout = timeout_of(timeout, http_client)
        self._client = http_client or httpx.AsyncClient(follow_redirects=False)
        self.base_url = (base_url or "https://river.example").rstrip("/")

    @cached_property
    def rivers(self) -> AsyncRiversResource:
        return AsyncRiversResource(self)


class RiverWithRawResponse:
    def __init__(self, client: River) -> None:
        self._client = client

    @cached_property
    def rivers(self) -> RiversResourceWithRawResponse:
        return RiversResourceWithRawResponse(self._client.rivers)
