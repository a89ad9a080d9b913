"""A proxy on the loopback between a test suite and a server, which injects one fault at a time.

HTTP/1.1 with connections that are kept, on both sides; one thread for each connection of a client.
"""

from __future__ import annotations

import re
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

from conformance.wire import Request, Response
from tests.integration.faults.kinds import KINDS, Meddle

# Headers of one connection, and those that depend on the length of the body. The requested host is forwarded, so that
# the server's links lead back through the proxy.
HOPS = frozenset({"connection", "keep-alive", "proxy-connection", "transfer-encoding", "content-length"})
SECONDS = 60


@dataclass
class Switched:
    """One fault for one operation: `path` as documents write it, "/things/{id}/". `injected` counts the exchanges."""

    kind: str
    method: str
    path: str
    meddle: Meddle
    injected: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def matches(self, request: Request) -> bool:
        shape = re.sub(r"\\{[^/]*?\\}", "[^/]+", re.escape(self.path.rstrip("/")))
        return request.method == self.method and bool(re.fullmatch(f"{shape}/?", request.path))


@contextmanager
def proxied(server: str) -> Iterator[Proxy]:
    """A running proxy before the server at a URL. It leaves no socket and no thread."""
    proxy = Proxy(server)
    thread = threading.Thread(target=proxy.listening.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield proxy
    finally:
        proxy.listening.shutdown()
        thread.join()
        proxy.close()


class Proxy:
    """A proxy. `url` has no trailing slash; `passed` counts the requests."""

    def __init__(self, server: str) -> None:
        self.address = urlsplit(server).netloc
        self.switched: Switched | None = None
        self.passed = 0
        self._connections = threading.local()
        self._open: set[HTTPConnection] = set()
        self.listening = _Listening(("127.0.0.1", 0), _Handler)
        self.listening.proxy = self
        self.url = f"http://127.0.0.1:{self.listening.server_address[1]}"

    def close(self) -> None:
        """Close every socket, and wait for the threads behind them."""
        self.listening.hang_up()
        self.listening.server_close()
        for connection in tuple(self._open):
            connection.close()

    @contextmanager
    def fault(self, kind: str, method: str, path: str, name: str = "") -> Iterator[Switched]:
        """While open, inject a fault for one operation. `name` is its field or parameter."""
        self.switched = Switched(kind, method, path, KINDS[kind](name))
        try:
            yield self.switched
        finally:
            self.switched = None

    def respond(self, request: Request) -> Response:
        """The response for the client."""
        self.passed += 1
        switched = self.switched
        if switched is None or not switched.matches(request):
            return self.forward(request)
        with switched.lock:  # a fault with a memory sees one request at a time
            response, injected = switched.meddle(request, self.forward)
            switched.injected += injected
        return response

    def forward(self, request: Request) -> Response:
        """The server's response, 502 without one."""
        headers = {name: value for name, value in request.headers if name not in HOPS}
        for attempt in (1, 2):
            connection = self._connection()
            try:
                connection.request(request.method, request.url, request.content or None, headers)
                given = connection.getresponse()
                content = given.read()
            except (OSError, HTTPException) as error:  # a kept-alive connection may have been closed
                connection.close()
                if attempt == 2:
                    return Response(502, (("Content-Type", "text/plain"),), repr(error).encode())
                continue
            kept = tuple((name, value) for name, value in given.getheaders() if name.lower() not in HOPS)
            return Response(given.status, kept, content)
        raise AssertionError("unreachable")

    def let_go(self) -> None:
        """Close this thread's connection to the server, which limits its connections."""
        connection: HTTPConnection | None = getattr(self._connections, "connection", None)
        if connection is not None:
            self._open.discard(connection)
            connection.close()

    def _connection(self) -> HTTPConnection:
        connection: HTTPConnection | None = getattr(self._connections, "connection", None)
        if connection is None:
            connection = self._connections.connection = HTTPConnection(self.address, timeout=SECONDS)
            self._open.add(connection)
        return connection


class _Listening(ThreadingHTTPServer):
    daemon_threads = False  # closing waits for them
    proxy: Proxy

    def __init__(self, address: tuple[str, int], handler: type[BaseHTTPRequestHandler]) -> None:
        super().__init__(address, handler)
        self._clients: set[socket.socket] = set()

    def process_request(self, request: Any, client_address: Any) -> None:
        self._clients.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        self._clients.discard(request)
        super().shutdown_request(request)

    def hang_up(self) -> None:
        """Close the connections of all client threads."""
        for client in tuple(self._clients):
            with suppress(OSError):  # the client was faster
                client.shutdown(socket.SHUT_RDWR)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Ignore clients that disconnect."""


class _Handler(BaseHTTPRequestHandler):
    server: _Listening
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1  # send headers and body together
    timeout = SECONDS

    def handle_one_request(self) -> None:
        """Forward every method."""
        self.raw_requestline = self.rfile.readline(65537)
        if not self.raw_requestline or not self.parse_request():
            self.close_connection = True
            return
        length = int(self.headers.get("content-length") or 0)
        headers = tuple((name.lower(), value) for name, value in self.headers.items())
        content = self.rfile.read(length) if length else self._chunks()
        self.give(self.server.proxy.respond(Request(self.command, self.path, headers, content)))

    def finish(self) -> None:
        super().finish()
        self.server.proxy.let_go()

    def _chunks(self) -> bytes:
        if "chunked" not in self.headers.get("transfer-encoding", ""):
            return b""
        content = b""
        while size := int(self.rfile.readline().partition(b";")[0], 16):
            content += self.rfile.read(size)
            self.rfile.readline()
        self.rfile.readline()
        return content

    def give(self, response: Response) -> None:
        bodiless = self.command == "HEAD" or response.status in {204, 304}
        lines = [f"HTTP/1.1 {response.status} {self.responses.get(response.status, ('',))[0]}"]
        lines += [f"{name}: {value}" for name, value in response.headers]
        lines += [] if response.status == 204 else [f"Content-Length: {len(response.content)}"]
        head = "\r\n".join([*lines, "", ""]).encode("latin-1")
        body = b"" if bodiless else response.content
        if response.fault:
            whole = head[: len(head) // 2] if response.fault == "torn" else head + body[: len(body) // 2]
            self.close_connection = True
        else:
            whole = head + body
        self.wfile.write(whole)
        self.wfile.flush()

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  # the name is the library's
        """Log nothing."""
