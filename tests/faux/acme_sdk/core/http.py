"""Requests and responses for both clients. Fixtures replace single steps, so each step is a function."""

from __future__ import annotations

import asyncio
import importlib.metadata
import time
from collections.abc import AsyncIterator, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import httpx

from . import construct, encode
from .api_error import ApiError, ParsingError
from .options import RequestOptions

VERSION = importlib.metadata.version("acme-sdk")
MAX_RETRIES = 2
RETRIED = frozenset({408, 429, 502, 503, 504})
REPEATED_ON_REQUEST = frozenset({"POST", "PATCH", "PUT"})  # what they do may have been done


@dataclass(frozen=True)
class Settings:
    api_key: str
    base_url: str


@dataclass(frozen=True)
class RequestData:
    """What an operation sends, before it is encoded. `errors` has the class that each status raises."""

    method: str
    path: str
    query: Mapping[str, Any] = field(default_factory=dict)
    headers: Mapping[str, Any] = field(default_factory=dict)
    json: Any = encode.OMIT
    form: Mapping[str, Any] = field(default_factory=dict)
    files: Mapping[str, encode.File] = field(default_factory=dict)
    errors: Mapping[int, type[ApiError]] = field(default_factory=dict)


def build_url(base_url: str, path: str) -> str:
    return f"{base_url.rstrip('/')}/{path}"


def sdk_headers() -> dict[str, str]:
    return {"X-Fern-Language": "Python", "X-Fern-SDK-Name": "acme-sdk", "X-Fern-SDK-Version": VERSION}


def credentials(settings: Settings) -> dict[str, str]:
    return {"Authorization": f"Token {settings.api_key}"}


def build_headers(settings: Settings, data: RequestData, options: RequestOptions | None) -> dict[str, str]:
    own = {**sdk_headers(), **credentials(settings), **encode.encode_headers(data.headers)}
    given = (options or {}).get("additional_headers") or {}
    replaced = {name.lower() for name in given}
    return {**{name: text for name, text in own.items() if name.lower() not in replaced}, **given}


def additional_query(options: RequestOptions | None) -> list[tuple[str, str]]:
    return list(((options or {}).get("additional_query_parameters") or {}).items())


def body_of(data: RequestData) -> dict[str, Any]:
    if data.files:
        return {"files": encode.encode_files(data.files), "data": encode.encode_form(data.form)}
    return {} if data.json is encode.OMIT else {"content": encode.encode_json(data.json)}


def content_type_of(data: RequestData) -> dict[str, str]:
    return {} if data.files or data.json is encode.OMIT else {"Content-Type": "application/json"}


def build_request(
    client: httpx.Client | httpx.AsyncClient, settings: Settings, data: RequestData, options: RequestOptions | None
) -> httpx.Request:
    return client.build_request(
        data.method,
        build_url(settings.base_url, data.path),
        params=(*encode.encode_query(data.query), *additional_query(options)) or None,
        headers={**build_headers(settings, data, options), **content_type_of(data)},
        **body_of(data),
    )


def should_retry(response: httpx.Response) -> bool:
    return response.status_code in RETRIED


def retries(data: RequestData, options: RequestOptions | None) -> int:
    wanted = (options or {}).get("max_retries")
    if wanted is not None:
        return wanted
    return 0 if data.method.upper() in REPEATED_ON_REQUEST else MAX_RETRIES


def retry_delay(attempt: int) -> float:
    return 0.5 * 2.0**attempt


def pause(response: httpx.Response, attempt: int) -> float:
    """The seconds until the next attempt: what the server asks for, in milliseconds or seconds, or a bit longer."""
    for header, unit in (("retry-after-ms", 0.001), ("retry-after", 1.0)):
        if response.headers.get(header, "").isdigit():
            return max(retry_delay(attempt), int(response.headers[header]) * unit)
    return retry_delay(attempt)


def error_body(response: httpx.Response) -> Any:
    try:
        return response.json()
    except ValueError:
        return response.text


def make_error(cls: type[ApiError], status: int, body: Any, headers: Mapping[str, str]) -> ApiError:
    try:
        typed = construct.construct(cls.body_type, body)
    except construct.UnfitError:
        typed = body
    return cls(status_code=status, body=typed, headers=headers)


def raise_for_status(response: httpx.Response, errors: Mapping[int, type[ApiError]]) -> None:
    if not response.is_success:
        cls = errors.get(response.status_code, ApiError)
        raise make_error(cls, response.status_code, error_body(response), dict(response.headers))


def parse(response: httpx.Response) -> Any:
    try:
        return response.json()
    except ValueError as error:
        raise ParsingError(status_code=response.status_code, body=response.text, cause=error) from error


def read(response: httpx.Response, data: RequestData, declared: Any) -> Any:
    raise_for_status(response, data.errors)
    if declared is None:
        return None
    body = parse(response)
    try:
        return construct.construct(declared, body)
    except construct.UnfitError as error:
        raise ParsingError(status_code=response.status_code, body=body, cause=error) from error


class SyncHttp:
    def __init__(self, settings: Settings, client: httpx.Client) -> None:
        self._settings, self._client = settings, client

    def send(self, data: RequestData, options: RequestOptions | None, *, stream: bool = False) -> httpx.Response:
        for attempt in range(retries(data, options)):
            response = self._client.send(build_request(self._client, self._settings, data, options), stream=stream)
            if not should_retry(response):
                return response
            response.close()
            time.sleep(pause(response, attempt))
        return self._client.send(build_request(self._client, self._settings, data, options), stream=stream)

    def call(self, data: RequestData, declared: Any, options: RequestOptions | None) -> Any:
        return read(self.send(data, options), data, declared)

    def stream(self, data: RequestData, options: RequestOptions | None) -> Iterator[bytes]:
        response = self.send(data, options, stream=True)
        try:
            if not response.is_success:
                response.read()
            raise_for_status(response, data.errors)
            yield from response.iter_bytes()
        finally:
            response.close()


class AsyncHttp:
    def __init__(self, settings: Settings, client: httpx.AsyncClient) -> None:
        self._settings, self._client = settings, client

    async def send(self, data: RequestData, options: RequestOptions | None, *, stream: bool = False) -> httpx.Response:
        for attempt in range(retries(data, options)):
            response = await self._client.send(
                build_request(self._client, self._settings, data, options), stream=stream
            )
            if not should_retry(response):
                return response
            await response.aclose()
            await asyncio.sleep(pause(response, attempt))
        return await self._client.send(build_request(self._client, self._settings, data, options), stream=stream)

    async def call(self, data: RequestData, declared: Any, options: RequestOptions | None) -> Any:
        return read(await self.send(data, options), data, declared)

    async def stream(self, data: RequestData, options: RequestOptions | None) -> AsyncIterator[bytes]:
        response = await self.send(data, options, stream=True)
        try:
            if not response.is_success:
                await response.aread()
            raise_for_status(response, data.errors)
            async for chunk in response.aiter_bytes():
                yield chunk
        finally:
            await response.aclose()
