"""A server that leaks secrets wherever it can: its own, those of its users, and those that it receives."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from threading import Thread
from typing import Final

from conformance.contract.openapi import to_openapi
from tests.redaction.secret_places import DRAWN, HEX, JWT, PEM, PERSON, WORD
from tests.vocabulary import approved_contract

TOKEN: Final = "5f0e1c9ab8d74e63a2f1c0d9e8b7a6f5e4d3c2b1"  # the client's; no part of it occurs anywhere else
SECRETS: Final = (TOKEN, DRAWN, HEX, JWT, WORD, PERSON, "MIIEvQIBADANBgkqhki", "AKIAIOSFODNN7EXAMPLE")
_S3: Final = f"https://b.s3.amazonaws.com/k?X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2Fs3&X-Amz-Signature={HEX}"


def _item() -> dict[str, object]:
    """An object with every field of the SDK's models, and with secrets."""
    return {
        "id": 1, "title": f"of {PERSON}", "email": PERSON, "api_key": WORD, "nested": {"credentials": {"pem": PEM}},
        "image": _S3, "dsn": f"postgres://u:{WORD}@h/d", "config": json.dumps({"client_secret": WORD}),
        "name": JWT, "blob": base64.b64encode(f"password={WORD}".encode()).decode(), "kind": f"token={HEX}",
    }  # fmt: skip


class _Leaking(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    response_numbers = count(1)

    def do_GET(self) -> None:
        path = self.path.split("?", 1)[0]
        if path == "/health":
            self._respond(200, {"status": "UP"})
        elif path == "/version":
            self._respond(200, {"release": "1.0.0", "edition": "faux"})
        elif TOKEN not in self.headers.get("Authorization", ""):
            self._respond(401, {"detail": f"Invalid token {DRAWN} of {PERSON}", "headers": dict(self.headers)})
        elif path == "/account":
            self._respond(200, {"email": PERSON, "token": TOKEN})
        elif path == "/document":
            self._respond(200, to_openapi(approved_contract()))
        else:
            self._leak()

    do_POST = do_PUT = do_PATCH = do_DELETE = do_GET  # noqa: N815  # the names are the base class's

    def _leak(self) -> None:
        """Every fourth response is an error that leaks even more."""
        number = next(self.response_numbers)
        if number % 4 == 0:
            traceback = f"File v.py\n  headers={dict(self.headers)!r}\nKeyError: {PERSON} with {WORD}\n{PEM}"
            self._respond(500, {"detail": "failed", "exc_info": traceback, "password": WORD})
        elif self.command == "GET" and number % 4 == 1:
            self._respond(200, [_item(), {**_item(), "token": TOKEN}])
        else:
            self._respond(
                200, {**_item(), "token": TOKEN, "results": [_item()], "items": [_item()], "note": self._echo()}
            )

    def _echo(self) -> str:
        return f"request with {self.headers.get('Authorization')}, {base64.b64encode(TOKEN.encode()).decode()}"

    def _respond(self, status: int, payload: object) -> None:
        if "Content-Length" in self.headers:
            self.rfile.read(int(self.headers["Content-Length"]))
        body = json.dumps(payload).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Set-Cookie", f"sessionid={DRAWN}; Path=/; HttpOnly")
        self.send_header("X-Debug", f"user={PERSON}; token={HEX}")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Log nothing."""


@contextmanager
def leaking_server() -> Iterator[str]:
    """The URL of a running server."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Leaking)
    server.daemon_threads = True
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
