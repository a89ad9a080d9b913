"""The HTTP library whose clients an SDK takes: httpx, or httpx2, which has the same names and accepts nothing of httpx.

The transports of this project are those of httpx. For a client of httpx2, one converts requests, responses and errors.
"""

from __future__ import annotations

import importlib
import inspect
import ssl
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from functools import cache
from http.cookiejar import CookieJar, DefaultCookiePolicy
from types import ModuleType
from typing import Any, Final, Literal
from unittest import mock

import httpx

_OTHER: Final = "httpx2"
Twin = Literal["sync", "async"]


def library_of(client_class: type, argument: str) -> ModuleType:
    """The library that the annotation of a constructor's argument names; httpx where it names none."""
    for constructor in (vars(cls)["__init__"] for cls in client_class.__mro__ if "__init__" in vars(cls)):
        parameters = inspect.signature(constructor).parameters if inspect.isfunction(constructor) else {}
        if argument in parameters:
            is_other = _OTHER in str(parameters[argument].annotation)
            return importlib.import_module(_OTHER) if is_other else httpx
    return httpx


def http_client(
    library: ModuleType, twin: Twin, transport: httpx.BaseTransport | httpx.AsyncBaseTransport, **options: Any
) -> Any:
    """A client of the library over a transport of httpx, without environment and cookies."""
    make = library.Client if twin == "sync" else library.AsyncClient
    inner = transport if library is httpx else _bridge(library)(transport)
    no_cookies = CookieJar(DefaultCookiePolicy(allowed_domains=[]))
    return make(transport=inner, trust_env=False, cookies=no_cookies, **options)


@contextmanager
def routed(library: ModuleType, respond: Callable[[httpx.Request], httpx.Response]) -> Iterator[None]:
    """While open, the library's own network transports respond like this. That of httpx has another way."""
    if library is httpx:
        yield
        return
    transport = httpx.MockTransport(respond)
    bridge = _bridge(library)(transport)
    with ExitStack() as stack:
        for owner, name in (
            (library.HTTPTransport, "handle_request"),
            (library.AsyncHTTPTransport, "handle_async_request"),
        ):
            method = getattr(bridge, name)
            stack.enter_context(mock.patch.object(owner, name, _without_self(method)))
        yield


_tls_context: Final = cache(ssl.create_default_context)


def tls_contexts_made_once() -> AbstractContextManager[Any]:
    """While open, clients share TLS contexts: to read the certificates takes ten times as long as a call."""
    return mock.patch.object(ssl, "create_default_context", _tls_context)


def _without_self(method: Callable[[Any], Any]) -> Callable[[Any, Any], Any]:
    return lambda _, request: method(request)


@cache
def _bridge(library: ModuleType) -> Any:
    """The class of the library's transports over one of httpx."""

    def exception(error: httpx.TransportError, request: Any) -> Exception:
        found: Exception = getattr(library, type(error).__name__)(str(error), request=request)
        return found

    class Body(library.SyncByteStream, library.AsyncByteStream):  # type: ignore[misc,name-defined]
        """The body of a response of httpx."""

        def __init__(self, response: httpx.Response, request: Any) -> None:
            self.stream: Any = response.stream
            self.request = request

        def __iter__(self) -> Iterator[bytes]:
            try:
                yield from self.stream
            except httpx.TransportError as error:
                raise exception(error, self.request) from None

        async def __aiter__(self) -> AsyncIterator[bytes]:
            try:
                async for part in self.stream:
                    yield part
            except httpx.TransportError as error:
                raise exception(error, self.request) from None

    def sent(request: Any) -> httpx.Request:
        url, headers = str(request.url), request.headers.raw
        return httpx.Request(
            request.method, url, headers=headers, content=request.content, extensions=dict(request.extensions)
        )

    def received(response: httpx.Response, request: Any) -> Any:
        body = Body(response, request)
        return library.Response(response.status_code, headers=response.headers.raw, stream=body, request=request)

    class Transport(library.BaseTransport, library.AsyncBaseTransport):  # type: ignore[misc,name-defined]
        """A transport over one of httpx."""

        def __init__(self, inner: Any) -> None:
            self.inner = inner

        def handle_request(self, request: Any) -> Any:
            request.read()
            try:
                return received(self.inner.handle_request(sent(request)), request)
            except httpx.TransportError as error:
                raise exception(error, request) from None

        async def handle_async_request(self, request: Any) -> Any:
            await request.aread()
            try:
                return received(await self.inner.handle_async_request(sent(request)), request)
            except httpx.TransportError as error:
                raise exception(error, request) from None

    return Transport
