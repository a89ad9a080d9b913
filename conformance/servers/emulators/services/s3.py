"""S3, by moto: an application of werkzeug, seeded through its own protocol."""

from __future__ import annotations

import importlib
import socket
from collections.abc import Mapping
from typing import Any


def serve(listening: socket.socket, bucket: str, objects: Mapping[str, bytes]) -> None:
    """Answer whoever connects; never returns."""
    moto = importlib.import_module("moto.server")  # a second: loaded when somebody asks
    serving = importlib.import_module("werkzeug.serving")
    application = moto.DomainDispatcherApplication(moto.create_backend_app)
    client = importlib.import_module("werkzeug.test").Client(application)
    _put(client, f"/{bucket}", b"")
    for key, content in objects.items():
        _put(client, f"/{bucket}/{key}", content)
    host, port = listening.getsockname()
    server = serving.make_server(
        host, port, application, threaded=True, request_handler=moto.MotoRequestHandler, fd=listening.fileno()
    )
    server.serve_forever()


def _put(client: Any, path: str, content: bytes) -> None:
    status = client.put(path, data=content, content_type="application/json").status_code
    if status != 200:
        raise RuntimeError(f"moto answered {status} to PUT {path}; 200 is expected")
