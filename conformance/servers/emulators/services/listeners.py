"""All emulators, and the sockets that load each one on its first connection."""

from __future__ import annotations

import select
import socket
import sys
import threading
from collections.abc import Iterable
from typing import Final

from conformance.servers.emulators.services import (
    azure,
    blackhole_proxy,
    gcs,
    ml_backend,
    redis,
    s3,
    webhook_receiver,
)
from conformance.servers.emulators.services.emulator import LOOPBACK, Emulator

EMULATORS: Final = (
    s3.EMULATOR,
    gcs.EMULATOR,
    azure.EMULATOR,
    redis.EMULATOR,
    ml_backend.EMULATOR,
    webhook_receiver.EMULATOR,
    blackhole_proxy.EMULATOR,
)
FAILED: Final = "emulator failed:"  # begins a line of standard error that is shown to the user


def open_listeners(emulators: Iterable[Emulator]) -> dict[str, int]:
    """Listen for each emulator on a free port of loopback. Returns the ports by name."""
    ports = {}
    for emulator in emulators:
        listener = socket.create_server((LOOPBACK, 0), backlog=64)  # connections wait here until it is loaded
        ports[emulator.name] = listener.getsockname()[1]
        threading.Thread(target=_serve, args=(emulator, listener), name=emulator.name, daemon=True).start()
    return ports


def _serve(emulator: Emulator, listener: socket.socket) -> None:
    select.select([listener], [], [])
    try:
        emulator.serve(listener)
    except Exception as error:  # noqa: BLE001  # an emulator may fail in any way, and the others go on
        sys.stderr.write(f"{FAILED} {emulator.name}: {type(error).__name__}: {error}\n")
        sys.stderr.flush()
    finally:
        listener.close()  # an emulator that does not load refuses connections instead of letting them wait
