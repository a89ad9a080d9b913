"""Doors: sockets that listen from the start. What answers behind one is loaded when the first caller is there."""

from __future__ import annotations

import select
import socket
import sys
import threading
from collections.abc import Callable, Mapping
from functools import partial

from conformance.servers.emulators import fixtures
from conformance.servers.emulators.services import (
    azure,
    blackhole_proxy,
    gcs,
    ml_backend,
    redis,
    s3,
    web,
    webhook_receiver,
)

FAILED = "stand-in failed:"  # a line of standard error that is told to the user begins so

Serve = Callable[[socket.socket], None]


def standing() -> dict[str, Serve]:
    """Every stand-in: its name, and what serves it on a socket that listens."""
    account = azure.seeded(fixtures.AZURE_ACCOUNT, fixtures.AZURE_KEY, fixtures.BUCKET, fixtures.TASKS)
    return {
        "s3": partial(s3.serve, bucket=fixtures.BUCKET, objects=fixtures.TASKS),
        "gcs": partial(gcs.serve, bucket=fixtures.BUCKET, objects=fixtures.TASKS),
        "redis": partial(
            redis.serve, password=fixtures.REDIS_PASSWORD, database=fixtures.REDIS_DATABASE, keys=fixtures.TASKS
        ),
        "azure": partial(web.serve, answer=account.answer),
        "model": partial(web.serve, answer=ml_backend.answer),
        "hook": partial(web.serve, answer=webhook_receiver.answer),
        "nowhere": partial(web.serve, answer=blackhole_proxy.answer),
    }


def open_listeners(serving: Mapping[str, Serve]) -> dict[str, int]:
    """Listen for each on a free port of loopback; the ports, by name."""
    ports = {}
    for name, serve in serving.items():
        listening = socket.create_server(("127.0.0.1", 0), backlog=64)  # callers wait here until it is loaded
        ports[name] = listening.getsockname()[1]
        threading.Thread(target=_wait, args=(name, listening, serve), name=name, daemon=True).start()
    return ports


def _wait(name: str, listening: socket.socket, serve: Serve) -> None:
    select.select([listening], [], [])
    try:
        serve(listening)
    except Exception as error:  # noqa: BLE001  # an emulator may fail in any way, and the others stand in
        sys.stderr.write(f"{FAILED} {name}: {type(error).__name__}: {error}\n")
        sys.stderr.flush()
    finally:
        listening.close()  # a stand-in that cannot be loaded refuses its callers, and does not let them wait
