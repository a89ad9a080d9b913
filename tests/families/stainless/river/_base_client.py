from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping
from typing import Any

import httpx
import pydantic

from ._exceptions import APIConnectionError, APIResponseValidationError, APIStatusError
from ._response import AsyncBinaryAPIResponse, BinaryAPIResponse
from ._types import Body, Headers, NotGiven, Omit, Query

DEFAULT_TIMEOUT = httpx.Timeout(5.0)  # of clients of httpx that have no other
RETRIED = {408, 409, 429, 500, 502, 503, 504}


def without_omitted(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if not isinstance(value, NotGiven | Omit)}


def make_request_options(
    *,
    query: Mapping[str, Any] | None = None,
    extra_headers: Headers | None,
    extra_query: Query | None,
    extra_body: Body | None,
    timeout: float | httpx.Timeout | NotGiven | None,
) -> dict[str, Any]:
    return {
        "headers": without_omitted(extra_headers or {}),
        "params": {**without_omitted(query or {}), **(extra_query or {})},
        "body": extra_body,
        "timeout": timeout,
    }


def as_text(value: Any) -> Any:
    return str(value).lower() if isinstance(value, bool) else "" if value is None else str(value)


def query_of(params: Mapping[str, Any]) -> list[tuple[str, str]]:
    pairs = []
    for name, value in params.items():
        if isinstance(value, list | tuple):
            pairs += [(f"{name}[]", as_text(item)) for item in value]
        elif value is not None:
            pairs.append((name, as_text(value)))
    return pairs


def timeout_of(timeout: float | NotGiven, http_client: httpx.Client | httpx.AsyncClient | None) -> Any:
    if not isinstance(timeout, NotGiven):
        return timeout
    if http_client is not None and http_client.timeout != DEFAULT_TIMEOUT:
        return http_client.timeout
    return 60.0


class BaseClient:
    api_key: str
    base_url: str
    max_retries: int
    timeout: Any
    name: str

    def build(
        self, client: Any, method: str, path: str, attempt: int, body: Any, files: Any, options: Mapping[str, Any]
    ) -> httpx.Request:
        own = {
            "authorization": f"Bearer {self.api_key}",
            "x-river-lang": "python",
            "x-river-async": self.name,
            "x-river-retry-count": str(attempt),
        }
        headers = httpx.Headers(own)
        headers.update(options["headers"])
        timeout = self.timeout if isinstance(options["timeout"], NotGiven) else options["timeout"]
        sent: dict[str, Any] = {}
        if files:
            sent = {"files": files, "data": {**(body or {}), **(options["body"] or {})}}
        elif body is not None or options["body"]:
            sent = {"json": {**without_omitted(body or {}), **(options["body"] or {})}}
        params = query_of(options["params"])
        request: httpx.Request = client.build_request(
            method, f"{self.base_url}{path}", headers=headers, params=params, timeout=timeout, **sent
        )
        return request

    def parse(self, response: httpx.Response, cast_to: Any) -> Any:
        if cast_to in {BinaryAPIResponse, AsyncBinaryAPIResponse}:
            return cast_to(response)
        if cast_to is None or cast_to is type(None):
            return None
        try:
            data = response.json()
            plain = pydantic.TypeAdapter(cast_to).validate_python(data)
        except (ValueError, pydantic.ValidationError) as error:
            raise APIResponseValidationError(response, response.content) from error
        if plain is None:
            raise APIResponseValidationError(response, None)
        return plain

    def error(self, response: httpx.Response) -> APIStatusError:
        try:
            body = response.json()
        except ValueError:
            body = response.content.decode("utf-8", "replace")
        return APIStatusError(f"Error code: {response.status_code} - {body}", response=response, body=body)


class SyncAPIClient(BaseClient):
    _client: httpx.Client
    name = "false"

    def request(
        self, method: str, path: str, *, cast_to: Any, options: Mapping[str, Any], body: Any = None, files: Any = None
    ) -> Any:
        attempt = 0
        while True:
            request = self.build(self._client, method, path, attempt, body, files, options)
            try:
                response = self._client.send(request)
            except httpx.TransportError as error:
                raise APIConnectionError from error
            if response.is_success:
                return self.parse(response, cast_to)
            if response.status_code not in RETRIED or attempt >= self.max_retries:
                raise self.error(response)
            time.sleep(wait_for(response))
            attempt += 1


class AsyncAPIClient(BaseClient):
    _client: httpx.AsyncClient
    name = "async:asyncio"

    async def request(
        self, method: str, path: str, *, cast_to: Any, options: Mapping[str, Any], body: Any = None, files: Any = None
    ) -> Any:
        attempt = 0
        while True:
            request = self.build(self._client, method, path, attempt, body, files, options)
            try:
                response = await self._client.send(request)
            except httpx.TransportError as error:
                raise APIConnectionError from error
            if response.is_success:
                return self.parse(response, cast_to)
            if response.status_code not in RETRIED or attempt >= self.max_retries:
                raise self.error(response)
            await asyncio.sleep(wait_for(response))
            attempt += 1


def wait_for(response: httpx.Response) -> float:
    try:
        return max(0.5, float(response.headers.get("retry-after", "0.5")))
    except ValueError:
        return 0.5
