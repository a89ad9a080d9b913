"""A small web server: one function from request to reply, on a socket that already listens."""

from __future__ import annotations

import json
import socket
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Final
from urllib.parse import parse_qs, urlsplit

MOST_BYTES: Final = 8 * 1024 * 1024  # of one request's body; the rest of a larger one is not read


@dataclass(frozen=True, slots=True)
class Request:
    """What was asked. Names of headers are in lower case."""

    method: str
    path: str
    query: Mapping[str, list[str]]
    headers: Mapping[str, str]
    body: bytes

    def first(self, name: str) -> str:
        """The first value of a query parameter, or nothing."""
        return self.query.get(name, [""])[0]


@dataclass(frozen=True, slots=True)
class Reply:
    """What is answered."""

    status: int = 200
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)


Answer = Callable[[Request], Reply]


def as_json(value: Any, status: int = 200) -> Reply:
    """A reply whose body is JSON."""
    return Reply(status, json.dumps(value).encode(), {"Content-Type": "application/json"})


def serve(listening: socket.socket, answer: Answer) -> None:
    """Answer whoever connects; never returns."""
    serve_with(listening, partial(_Handler, answer))


def serve_with(listening: socket.socket, handler: Callable[..., BaseHTTPRequestHandler]) -> None:
    """Answer whoever connects with a handler of the standard library; never returns."""
    server = ThreadingHTTPServer(listening.getsockname(), handler, bind_and_activate=False)
    server.socket.close()  # made unasked
    server.socket = listening
    server.serve_forever()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    timeout = 30.0

    def __init__(self, answer: Answer, *connection: Any) -> None:
        self.answer = answer
        super().__init__(*connection)

    def _reply(self) -> None:
        reply = self._answered()
        self.send_response(reply.status)
        for name, value in reply.headers.items():
            self.send_header(name, value)
        if "Content-Length" not in reply.headers:
            self.send_header("Content-Length", str(len(reply.body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(reply.body)

    def _answered(self) -> Reply:
        size = self.headers.get("Content-Length", "0")
        if not size.isdigit() or int(size) > MOST_BYTES or "Transfer-Encoding" in self.headers:
            self.close_connection = True  # what is not read would be taken for the next request
            return as_json({"error": f"a body of known length, of at most {MOST_BYTES} bytes, is expected"}, 413)
        parts = urlsplit(self.path)
        return self.answer(
            Request(
                method=self.command,
                path=parts.path,
                query=parse_qs(parts.query, keep_blank_values=True),
                headers={name.lower(): value for name, value in self.headers.items()},
                body=self.rfile.read(int(size)),
            )
        )

    do_GET = do_HEAD = do_POST = do_PUT = do_PATCH = do_DELETE = do_CONNECT = _reply  # noqa: N815  # names of the base

    def log_message(self, *_: object) -> None:
        """Nothing is logged: what is asked here has credentials in it."""
