"""Redis, by the TCP server of fakeredis, filled by its own client."""

from __future__ import annotations

import importlib
import socket
from collections.abc import Mapping
from typing import Final

from conformance.servers.emulators.fixtures import TASKS
from conformance.servers.emulators.services.emulator import LOOPBACK, Emulator

DATABASE: Final = 1
PASSWORD: Final = "conformance-redis-password"  # noqa: S105  # fakeredis accepts connections without it, too


def serve(listener: socket.socket) -> None:
    """Respond to every connection; never returns."""
    fakeredis = importlib.import_module("fakeredis")  # takes half a second, so only once it is needed
    server = fakeredis.TcpFakeServer(listener.getsockname(), bind_and_activate=False)
    server.socket.close()  # the constructor opens one of its own
    server.socket = listener
    client = fakeredis.FakeStrictRedis(server=server.fake_server, db=DATABASE)
    client.config_set("requirepass", PASSWORD)
    for key, content in TASKS.items():
        client.set(key, content)
    server.serve_forever()


def _values(port: int) -> Mapping[str, str]:
    return {
        "redis_host": LOOPBACK,
        "redis_port": str(port),
        "redis_database": str(DATABASE),
        "redis_password": PASSWORD,
    }


EMULATOR: Final = Emulator(name="redis", serve=serve, values=_values)
