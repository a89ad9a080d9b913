"""S3, by moto: a WSGI application that is filled through its own protocol."""

from __future__ import annotations

import importlib
import socket
from collections.abc import Mapping
from typing import Any, Final

from conformance.servers.emulators.fixtures import BUCKET, TASKS
from conformance.servers.emulators.services.emulator import Emulator, url_of

ACCESS_KEY: Final = "AKIAIOSFODNN7EXAMPLE"
SECRET_KEY: Final = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"  # noqa: S105  # from Amazon's documentation
REGION: Final = "us-east-1"


def serve(listener: socket.socket) -> None:
    """Respond to every connection; never returns."""
    moto = importlib.import_module("moto.server")  # takes a second, so only once it is needed
    serving = importlib.import_module("werkzeug.serving")
    application = moto.DomainDispatcherApplication(moto.create_backend_app)
    client = importlib.import_module("werkzeug.test").Client(application)
    _put(client, f"/{BUCKET}", b"")
    for key, content in TASKS.items():
        _put(client, f"/{BUCKET}/{key}", content)
    host, port = listener.getsockname()
    server = serving.make_server(
        host, port, application, threaded=True, request_handler=moto.MotoRequestHandler, fd=listener.fileno()
    )
    server.serve_forever()


def _put(client: Any, path: str, content: bytes) -> None:
    status = client.put(path, data=content, content_type="application/json").status_code
    if status != 200:
        raise RuntimeError(f"moto responded {status} to PUT {path}; 200 is expected")


def _values(port: int) -> Mapping[str, str]:
    return {
        "s3_endpoint": url_of(port),
        "s3_bucket": BUCKET,
        "s3_region": REGION,
        "s3_access_key": ACCESS_KEY,
        "s3_secret_key": SECRET_KEY,
    }


EMULATOR: Final = Emulator(name="s3", serve=serve, values=_values)
