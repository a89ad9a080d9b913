"""The network under httpx: every connection of a process is replaced, below the transports and proxies of its clients.

respx replaces the choice of a transport, so that a caller's own transport and proxy would never be used. Here only the
transports of httpx itself respond from a script; everything above them is real.
"""

from __future__ import annotations

import asyncio
import ssl
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import CodeType, FrameType, ModuleType
from typing import Any
from unittest.mock import patch

import httpx

from conformance.clock import VirtualClock
from conformance.contract.model import Twin
from conformance.exchange.call_sdk import timeout_text
from conformance.exchange.offline_wire import ScriptedResponses
from conformance.runtime.observation import SentRequest
from conformance.targets.client import TrackedBody, to_httpx, to_request
from conformance.targets.http_library import routed, tls_contexts_made_once
from conformance.wire import Response, Wire


class ScriptedNetwork:
    """Gives the responses of a script to successive requests, after `delay` virtual seconds each, and keeps these.

    A request of the asynchronous client that is sent synchronously in the thread of the event loop blocks that loop.
    With a `wire`, that responds instead of a script. If it `yields`, other tasks run around every request.
    """

    def __init__(
        self,
        clock: VirtualClock,
        wire: Wire | None = None,
        library: ModuleType = httpx,
        owns_frame: Callable[[FrameType], bool] = lambda _: False,
    ) -> None:
        self.clock, self.library, self.script, self.owns_frame = clock, library, ScriptedResponses(), owns_frame
        self.sender: tuple[CodeType, int] | None = None  # the SDK's line that sent the first request
        self.wire: Wire = wire or self.script
        self.twin: Twin = "sync"
        self.delay, self.yields = 0.0, False
        self.sent: list[SentRequest] = []
        self.bodies: list[TrackedBody] = []

    def load(self, responses: tuple[Response, ...], twin: Twin, delay: float = 0.0) -> None:
        """Start over, for a call of one client."""
        self.script.load(responses)
        self.sent, self.bodies, self.twin, self.delay = [], [], twin, delay
        self.sender = None

    @contextmanager
    def connected(self) -> Iterator[None]:
        """While open, the transports of httpx send through this network."""
        network = self

        def handle_request(transport: Any, request: httpx.Request) -> httpx.Response:
            request.read()
            return network.respond(transport, request, blocking=network.twin == "async" and _in_event_loop())

        async def handle_async_request(transport: Any, request: httpx.Request) -> httpx.Response:
            await request.aread()
            if network.delay or network.yields:
                await asyncio.sleep(network.delay)
            response = network.respond(transport, request, blocking=False)
            if network.yields:
                await asyncio.sleep(0)
            return response

        with (
            patch.object(httpx.HTTPTransport, "handle_request", handle_request),
            patch.object(httpx.AsyncHTTPTransport, "handle_async_request", handle_async_request),
            tls_contexts_made_once(),
            routed(self.library, lambda request: network.respond(None, request, blocking=False)),
        ):
            yield

    def respond(self, transport: Any, request: httpx.Request, *, blocking: bool) -> httpx.Response:
        """The next response. Raises the exception of httpx for a connection that fails."""
        if self.delay and not isinstance(transport, httpx.AsyncHTTPTransport):
            self.clock.advance(self.delay)
        limit = timeout_text(request.extensions.get("timeout", {})).lower()
        sent = SentRequest(
            request=to_request(request), limit=limit, via=_connection(transport), blocking=blocking,
            waits=len(self.clock.waits) - bool(self.delay),
        )  # fmt: skip
        self.sender = self.sender or self._sending_line()
        self.sent.append(sent)
        response = self.wire(sent.request)
        if transport is None:  # another HTTP library gets the whole content
            return to_httpx(response, request)
        body = TrackedBody(response.content)
        converted = to_httpx(response, request, body)
        self.bodies.append(body)
        return converted

    def _sending_line(self) -> tuple[CodeType, int] | None:
        """The innermost line of the SDK that is running."""
        frame: FrameType | None = sys._getframe(1)  # noqa: SLF001  # `inspect.stack` reads every source file
        while frame is not None and not self.owns_frame(frame):
            frame = frame.f_back
        return None if frame is None else (frame.f_code, frame.f_lineno)


def _in_event_loop() -> bool:
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return False
    return True


def _connection(transport: Any) -> str:
    """The properties of a connection that differ from a direct one with verified certificates."""
    pool = getattr(transport, "_pool", None)
    proxy, context = getattr(pool, "_proxy_url", None), getattr(pool, "_ssl_context", None)
    parts = [
        "" if proxy is None else f"proxy {proxy.host.decode()}:{proxy.port}",
        "" if context is None or context.verify_mode != ssl.CERT_NONE else "unverified TLS",
    ]
    return ", ".join(filter(None, parts))
