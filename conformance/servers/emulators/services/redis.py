"""Redis, by the TCP server of fakeredis, with the keys set by its own client."""

from __future__ import annotations

import importlib
import socket
from collections.abc import Mapping


def serve(listening: socket.socket, password: str, database: int, keys: Mapping[str, bytes]) -> None:
    """Answer whoever connects; never returns."""
    fakeredis = importlib.import_module("fakeredis")  # half a second: loaded when somebody asks
    server = fakeredis.TcpFakeServer(listening.getsockname(), bind_and_activate=False)
    server.socket.close()  # made unasked
    server.socket = listening
    client = fakeredis.FakeStrictRedis(server=server.fake_server, db=database)
    client.config_set("requirepass", password)
    for key, value in keys.items():
        client.set(key, value)
    server.serve_forever()
