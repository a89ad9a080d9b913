"""The network under httpx: every connection of a process is replaced, below the transports and proxies of its clients.

respx replaces the choice of a transport, so that a caller's own transport and proxy would never be used. Here only the
transports of httpx itself respond from a script; everything above them is real.
"""

from __future__ import annotations

import asyncio
import ssl
import sys
import threading
import weakref
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import CodeType, FrameType, ModuleType
from typing import Any, Final
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

INTERRUPTED: Final = "interrupted"  # the fault of a script: the caller ends the call while it waits for a response
LAG_SECONDS: Final = 2.0  # of real time, in which an event loop that is free runs what another thread gives it


class Interrupted(KeyboardInterrupt):
    """The caller of the synchronous client ends a call; that of the asynchronous one cancels it."""


class ScriptedNetwork:
    """Gives the responses of a script to successive requests, after `delay` virtual seconds each, and keeps these.

    A request of the asynchronous client that is sent synchronously in the thread of the event loop blocks that loop; so
    does one in another thread that the loop waits for. With a `wire`, that responds instead of a script. If it
    `yields`, other tasks run around every request. `crowd` counts the requests that are on their way at the same time.
    `kept_responses` counts the responses that something still holds.
    """

    def __init__(
        self,
        clock: VirtualClock,
        wire: Wire | None = None,
        library: ModuleType = httpx,
        owns_frame: Callable[[FrameType], bool] = lambda _: False,
        loop: asyncio.AbstractEventLoop | None = None,
    ) -> None:
        self.clock, self.library, self.script, self.owns_frame = clock, library, ScriptedResponses(), owns_frame
        self.sender: tuple[CodeType, int] | None = None  # the SDK's line that sent the first request
        self.wire: Wire = wire or self.script
        self.loop, self.crowd, self.is_interrupted = loop, Crowd(), False
        self.responses: list[weakref.ref[httpx.Response]] = []
        self.twin: Twin = "sync"
        self.delay, self.yields = 0.0, False
        self.sent: list[SentRequest] = []
        self.bodies: list[TrackedBody] = []

    def load(self, responses: tuple[Response, ...], twin: Twin, delay: float = 0.0) -> None:
        """Start over, for a call of one client."""
        self.script.load(responses)
        self.sent, self.bodies, self.twin, self.delay = [], [], twin, delay
        self.sender, self.is_interrupted, self.responses = None, False, []

    @property
    def kept_responses(self) -> int:
        """The number of responses of the present call that are still in memory."""
        return sum(response() is not None for response in self.responses)

    @contextmanager
    def connected(self) -> Iterator[None]:
        """While open, the transports of httpx send through this network."""
        network = self

        def handle_request(transport: Any, request: httpx.Request) -> httpx.Response:
            request.read()
            blocking = network.twin == "async" and (_in_event_loop() or _is_blocked(network.loop))
            with network.crowd.entered(waits=network.crowd.gathers):
                return network.respond(transport, request, blocking=blocking)

        async def handle_async_request(transport: Any, request: httpx.Request) -> httpx.Response:
            await request.aread()
            with network.crowd.entered():
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
        if response.fault == INTERRUPTED:
            self.is_interrupted = True
            raise asyncio.CancelledError if isinstance(transport, httpx.AsyncHTTPTransport) else Interrupted
        if transport is None:  # another HTTP library gets the whole content
            return to_httpx(response, request)
        body = TrackedBody(response.content)
        converted = to_httpx(response, request, body)
        self.bodies.append(body)
        self.responses.append(weakref.ref(converted))
        return converted

    def interrupt(self, twin: Twin) -> None:
        """The caller ends the call in a wait. Raises what that raises in the sync client; a task is cancelled."""
        self.is_interrupted = True
        if twin == "sync":
            raise Interrupted

    def _sending_line(self) -> tuple[CodeType, int] | None:
        """The innermost line of the SDK that is running."""
        frame: FrameType | None = sys._getframe(1)  # noqa: SLF001  # `inspect.stack` reads every source file
        while frame is not None and not self.owns_frame(frame):
            frame = frame.f_back
        return None if frame is None else (frame.f_code, frame.f_lineno)


class Crowd:
    """Counts requests that are on their way at the same time; `most` is the highest number.

    If it `gathers`, the first request of a thread waits for that of another, which needs a moment to come.
    """

    def __init__(self) -> None:
        self.now = self.most = 0
        self.gathers = False
        self.lock, self.second = threading.Lock(), threading.Event()

    @contextmanager
    def entered(self, *, waits: bool = False) -> Iterator[None]:
        """While open, a request is on its way."""
        with self.lock:
            self.now += 1
            self.most = max(self.most, self.now)
            is_first = waits and self.most == 1
            if self.most > 1:
                self.second.set()
        try:
            if is_first and not self.second.wait(LAG_SECONDS):
                self.second.set()  # no other comes: the next ones do not wait
            yield
        finally:
            with self.lock:
                self.now -= 1


def _is_blocked(loop: asyncio.AbstractEventLoop | None) -> bool:
    """Whether a running event loop does not come to what this other thread gives it."""
    if loop is None or not loop.is_running():
        return False
    free = threading.Event()
    loop.call_soon_threadsafe(free.set)
    return not free.wait(LAG_SECONDS)


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
