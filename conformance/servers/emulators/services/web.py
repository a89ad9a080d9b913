"""A small web server: one function from request to response, on a socket that already listens."""

from __future__ import annotations

import json
import socket
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Final
from urllib.parse import parse_qs, urlsplit

MAX_BODY_BYTES: Final = 8 * 1024 * 1024  # a larger request is refused, and its body is not read


@dataclass(frozen=True, slots=True)
class Request:
    """One request. Header names are in lower case."""

    method: str
    path: str
    query: Mapping[str, list[str]]
    headers: Mapping[str, str]
    body: bytes

    def first(self, name: str) -> str:
        """The first value of a query parameter, or ""."""
        return self.query.get(name, [""])[0]


@dataclass(frozen=True, slots=True)
class Response:
    """One response. The server adds `Content-Length` where it is missing."""

    status: int = 200
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)


Respond = Callable[[Request], Response]


def json_response(value: Any, status: int = 200) -> Response:
    """A response with a JSON body."""
    return Response(status, json.dumps(value).encode(), {"Content-Type": "application/json"})


def serve(listener: socket.socket, respond: Respond) -> None:
    """Respond to every connection; never returns."""
    serve_with(listener, partial(_Handler, respond))


def serve_with(listener: socket.socket, handler: Callable[..., BaseHTTPRequestHandler]) -> None:
    """Respond to every connection with a handler of the standard library; never returns."""
    server = ThreadingHTTPServer(listener.getsockname(), handler, bind_and_activate=False)
    server.socket.close()  # the constructor opens one of its own
    server.socket = listener
    server.serve_forever()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    timeout = 30.0

    def __init__(self, respond: Respond, *connection: Any) -> None:
        self.respond = respond
        super().__init__(*connection)

    def _handle(self) -> None:
        response = self._response()
        self.send_response(response.status)
        for name, value in response.headers.items():
            self.send_header(name, value)
        if "Content-Length" not in response.headers:
            self.send_header("Content-Length", str(len(response.body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(response.body)

    def _response(self) -> Response:
        size = self.headers.get("Content-Length", "0")
        if not size.isdigit() or int(size) > MAX_BODY_BYTES or "Transfer-Encoding" in self.headers:
            self.close_connection = True  # otherwise the unread body would be parsed as the next request
            return json_response({"error": f"at most {MAX_BODY_BYTES} bytes of known length are accepted"}, 413)
        parts = urlsplit(self.path)
        return self.respond(
            Request(
                method=self.command,
                path=parts.path,
                query=parse_qs(parts.query, keep_blank_values=True),
                headers={name.lower(): value for name, value in self.headers.items()},
                body=self.rfile.read(int(size)),
            )
        )

    do_GET = do_HEAD = do_POST = do_PUT = do_PATCH = do_DELETE = do_CONNECT = _handle  # noqa: N815  # names of the base

    def log_message(self, *_: object) -> None:
        """Log nothing: the requests hold credentials."""
