"""GCS, by gcp-storage-emulator, plus the page where a service account fetches its tokens, which that lacks."""

from __future__ import annotations

import importlib
import json
import socket
import threading
from collections.abc import Mapping
from functools import partial
from http.client import HTTPConnection
from http.server import ThreadingHTTPServer
from typing import Any, Final
from urllib.parse import quote

from conformance.servers.emulators.fixtures import BUCKET, TASKS
from conformance.servers.emulators.service_account import service_account
from conformance.servers.emulators.services.emulator import LOOPBACK, Emulator, url_of
from conformance.servers.emulators.services.web import serve_with

PROJECT: Final = "conformance-project"
_TOKEN: Final = json.dumps({"access_token": "conformance-token", "expires_in": 3600, "token_type": "Bearer"}).encode()
_POLL_SECONDS: Final = 0.01


def serve(listener: socket.socket) -> None:
    """Respond to every connection; never returns."""
    storage = importlib.import_module("gcp_storage_emulator.storage").Storage(use_memory_fs=True)
    handler = partial(_handler_class(), storage)
    _fill(handler, listener.getsockname()[1])
    serve_with(listener, handler)


def _handler_class() -> Any:
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
            """Log nothing: the requests hold credentials."""

    return Handler


def _fill(handler: Any, port: int) -> None:
    """Upload the objects through the storage's protocol, on a temporary port.

    The `Host` header names `port`, so that the URLs in the objects' metadata are the final ones.
    """
    with ThreadingHTTPServer((LOOPBACK, 0), handler) as server:
        threading.Thread(target=server.serve_forever, args=(_POLL_SECONDS,), daemon=True).start()
        host = {"Host": f"{LOOPBACK}:{port}"}
        bucket = json.dumps({"name": BUCKET}).encode()
        _post(server.server_port, "/storage/v1/b", bucket, host | {"Content-Type": "application/json"})
        for name, content in TASKS.items():
            path = f"/upload/storage/v1/b/{BUCKET}/o?uploadType=media&name={quote(name, safe='')}"
            _post(server.server_port, path, content, host | {"Content-Type": "text/plain"})  # JSON would be parsed
        server.shutdown()


def _post(port: int, path: str, body: bytes, headers: Mapping[str, str]) -> None:
    connection = HTTPConnection(LOOPBACK, port, timeout=10)
    connection.request("POST", path, body, dict(headers))
    status = connection.getresponse().status
    connection.close()
    if status != 200:
        raise RuntimeError(f"the GCS emulator responded {status} to POST {path}; 200 is expected")


def _values(port: int) -> Mapping[str, str]:
    return {
        "gcs_endpoint": url_of(port),
        "gcs_bucket": BUCKET,
        "gcs_project": PROJECT,
        "gcs_credentials": service_account(url_of(port), PROJECT),
    }


EMULATOR: Final = Emulator(name="gcs", serve=serve, values=_values)
