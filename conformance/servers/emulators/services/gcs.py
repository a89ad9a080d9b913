"""GCS, by gcp-storage-emulator, with the one page that it lacks: where a service account fetches its tokens."""

from __future__ import annotations

import importlib
import json
import socket
import threading
from collections.abc import Mapping
from functools import partial
from http.client import HTTPConnection
from http.server import ThreadingHTTPServer
from typing import Any
from urllib.parse import quote

from conformance.servers.emulators.services.web import serve_with

_TOKEN = json.dumps({"access_token": "conformance-token", "expires_in": 3600, "token_type": "Bearer"}).encode()

_POLL_SECONDS = 0.01


def serve(listening: socket.socket, bucket: str, objects: Mapping[str, bytes]) -> None:
    """Answer whoever connects; never returns."""
    storage = importlib.import_module("gcp_storage_emulator.storage").Storage(use_memory_fs=True)
    handler = partial(_handler(), storage)
    _seed(handler, listening.getsockname()[1], bucket, objects)
    serve_with(listening, handler)


def _handler() -> Any:
    base: Any = importlib.import_module("gcp_storage_emulator.server").RequestHandler

    class Handler(base):  # type: ignore[misc]  # the emulator is not in the environment that is checked
        def do_POST(self) -> None:  # noqa: N802  # a name of the base
            if self.path != "/token":
                super().do_POST()
                return
            self.rfile.read(int(self.headers.get("Content-Length", "0")))
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(_TOKEN)))
            self.end_headers()
            self.wfile.write(_TOKEN)

        def log_message(self, *_: object) -> None:
            """Nothing is logged: what is asked here has credentials in it."""

    return Handler


def _seed(handler: Any, port: int, bucket: str, objects: Mapping[str, bytes]) -> None:
    """Put the objects into the storage through its protocol, at an address that nobody else knows.

    They are told to be at `port`, where they are going to be.
    """
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, args=(_POLL_SECONDS,), daemon=True).start()
        host = {"Host": f"127.0.0.1:{port}"}
        named = json.dumps({"name": bucket}).encode()
        _post(server.server_port, "/storage/v1/b", named, host | {"Content-Type": "application/json"})
        for name, content in objects.items():
            path = f"/upload/storage/v1/b/{bucket}/o?uploadType=media&name={quote(name, safe='')}"
            _post(server.server_port, path, content, host | {"Content-Type": "text/plain"})  # JSON would be parsed
        server.shutdown()


def _post(port: int, path: str, body: bytes, headers: Mapping[str, str]) -> None:
    connection = HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("POST", path, body, dict(headers))
    status = connection.getresponse().status
    connection.close()
    if status != 200:
        raise RuntimeError(f"the GCS emulator answered {status} to POST {path}; 200 is expected")
