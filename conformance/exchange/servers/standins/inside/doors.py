"""Doors: sockets that listen from the start. What answers behind one is loaded when the first caller is there."""

from __future__ import annotations

import select
import socket
import sys
import threading
from collections.abc import Callable, Mapping
from functools import partial

from conformance.exchange.servers.standins import seeds
from conformance.exchange.servers.standins.inside import azure, gcs, hook, model, nowhere, redis, s3, web

FAILED = "stand-in failed:"  # a line of standard error that is told to the user begins so

Serve = Callable[[socket.socket], None]


def standing() -> dict[str, Serve]:
    """Every stand-in: its name, and what serves it on a socket that listens."""
    account = azure.seeded(seeds.AZURE_ACCOUNT, seeds.AZURE_KEY, seeds.BUCKET, seeds.TASKS)
    return {
        "s3": partial(s3.serve, bucket=seeds.BUCKET, objects=seeds.TASKS),
        "gcs": partial(gcs.serve, bucket=seeds.BUCKET, objects=seeds.TASKS),
        "redis": partial(redis.serve, password=seeds.REDIS_PASSWORD, database=seeds.REDIS_DATABASE, keys=seeds.TASKS),
        "azure": partial(web.serve, answer=account.answer),
        "model": partial(web.serve, answer=model.answer),
        "hook": partial(web.serve, answer=hook.answer),
        "nowhere": partial(web.serve, answer=nowhere.answer),
    }


def open_doors(serving: Mapping[str, Serve]) -> dict[str, int]:
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
