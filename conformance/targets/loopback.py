"""An HTTP server on the loopback interface, for SDKs whose HTTP library takes no transport: urllib3, requests, aiohttp.

The SDK sends real requests to it. Each becomes a request of httpx to `BASE_URL`, which the transport responds to that
other SDKs get as an argument, so that both get the same responses. Nothing is patched.

A server cannot refuse a single connection, or be slow without waiting: where the transport raises, it resets the
connection before there is a response. A body that is cut ends with the connection.
"""

from __future__ import annotations

import socket
import string
import struct
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any, Final
from urllib.parse import quote_from_bytes

import h11
import httpx

_PIECE: Final = 65_536  # bytes that are read at once
_RESET: Final = struct.pack("ii", 1, 0)  # SO_LINGER: closing discards what was not sent
_IDLE_SECONDS: Final = 600.0  # of a connection without a request; the SDK keeps it open for its next call
_LOCAL: Final = frozenset({"127.0.0.1", "localhost", "::1"})
_WITHOUT_BODY: Final = frozenset({204, 304})


class _OnlyLoopback:
    """An audit hook that refuses connections to other machines while it is `active`. Python cannot remove it."""

    def __init__(self) -> None:
        self.active = self.installed = False

    def __call__(self, event: str, arguments: tuple[Any, ...]) -> None:
        if not self.active:
            return
        host = ""
        if event == "socket.connect" and isinstance(arguments[1], tuple):
            host = str(arguments[1][0])
        elif event == "socket.getaddrinfo":
            host = str(arguments[0])
        if host and host not in _LOCAL:
            raise ConnectionRefusedError(f"only the loopback interface can be reached, not {host}")


_ONLY_LOOPBACK: Final = _OnlyLoopback()


@contextmanager
def only_loopback() -> Iterator[None]:
    """While open, this process reaches no other machine: an SDK may send to a server of its own."""
    if not _ONLY_LOOPBACK.installed:
        sys.addaudithook(_ONLY_LOOPBACK)
        _ONLY_LOOPBACK.installed = True
    before, _ONLY_LOOPBACK.active = _ONLY_LOOPBACK.active, True
    try:
        yield
    finally:
        _ONLY_LOOPBACK.active = before


Respond = Callable[[httpx.Request], httpx.Response]


class LoopbackServer:
    """Serves on a free port until it is closed. `respond` gets each request, with the address that replaces its own.

    Connections have threads of their own. An exception that is none of the connection, such as EndlessCall, ends the
    connection, and `raise_failure` raises it in the caller's thread.
    """

    def __init__(self, respond: Respond, base_url: str) -> None:
        self.respond, self.base_url = respond, base_url
        self.failure: BaseException | None = None
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=128)
        self.port: int = self._listener.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()
        self._threads = [threading.Thread(target=self._accept, daemon=True)]
        self._threads[0].start()

    def close(self) -> None:
        """End all connections, and wait for their threads."""
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._threads[0].join()  # after it there is no new connection
        with self._lock:
            for connection in self._open:
                with suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)
        for thread in self._threads[1:]:
            thread.join()

    def raise_failure(self) -> None:
        """Raise what responding raised since the last time, once."""
        failure, self.failure = self.failure, None
        if failure is not None:
            raise failure

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:  # closed
                return
            connection.settimeout(_IDLE_SECONDS)
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            thread = threading.Thread(target=self._serve, args=(connection,), daemon=True)
            with self._lock:
                self._open.add(connection)
                self._threads = [*(known for known in self._threads if known.is_alive()), thread]
            thread.start()

    def _serve(self, connection: socket.socket) -> None:
        try:
            state = h11.Connection(h11.SERVER)
            with suppress(OSError, h11.RemoteProtocolError):
                while self._exchange(connection, state):
                    state.start_next_cycle()
        except BaseException as error:  # noqa: BLE001  # raised again where the call was made
            self.failure = error
        finally:
            with self._lock:
                self._open.discard(connection)
            connection.close()

    def _exchange(self, connection: socket.socket, state: h11.Connection) -> bool:
        """One request and its response; False where the connection ends with it."""
        request = self._received(connection, state)
        if request is None:
            return False
        try:
            response = self.respond(request)
            self._send(connection, state, response, is_head=request.method == "HEAD")
        except httpx.TransportError:
            if state.our_state is h11.SEND_RESPONSE:
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
            return False
        return bool(state.our_state is h11.DONE and state.their_state is h11.DONE)

    def _received(self, connection: socket.socket, state: h11.Connection) -> httpx.Request | None:
        """The next request; None if there is none."""
        head: h11.Request | None = None
        body = b""
        while True:
            event = state.next_event()
            if event is h11.NEED_DATA:
                if state.they_are_waiting_for_100_continue:
                    connection.sendall(state.send(h11.InformationalResponse(status_code=100, headers=[])) or b"")
                state.receive_data(connection.recv(_PIECE))
            elif isinstance(event, h11.Request):
                head = event
            elif isinstance(event, h11.Data):
                body += event.data
            elif isinstance(event, h11.EndOfMessage) and head is not None:
                return self._request(head, body)
            else:
                return None

    def _request(self, head: h11.Request, body: bytes) -> httpx.Request:
        """The request as a client of httpx sends it: to the address that all SDKs are given. Its target is exact."""
        own, given = (httpx.URL(url).netloc for url in (self.url, self.base_url))
        headers = [
            (name, given if name.lower() == b"host" and value == own else value)
            for name, value in head.headers.raw_items()
        ]
        return httpx.Request(
            head.method.decode("ascii"),
            self.base_url + quote_from_bytes(head.target, safe=string.printable),
            headers=headers,
            content=body or None,
            extensions={"target": head.target},
        )

    @staticmethod
    def _send(connection: socket.socket, state: h11.Connection, response: httpx.Response, *, is_head: bool) -> None:
        """Send a response. Raises httpx.TransportError where its body breaks off."""
        has_body = not is_head and response.status_code not in _WITHOUT_BODY
        headers = [(name, value) for name, value in response.headers.raw if name.lower() != b"transfer-encoding"]
        reason = response.extensions.get("reason_phrase", b"")
        sent = state.send(h11.Response(status_code=response.status_code, headers=headers, reason=reason)) or b""
        body = response.stream if isinstance(response.stream, httpx.SyncByteStream) else ()
        for piece in body if has_body else ():
            connection.sendall(sent + (state.send(h11.Data(data=piece)) or b""))
            sent = b""
        connection.sendall(sent + (state.send(h11.EndOfMessage()) or b""))
