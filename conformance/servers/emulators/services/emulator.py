"""Emulator: what one module of this package defines."""

from __future__ import annotations

import socket
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

LOOPBACK: Final = "127.0.0.1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Emulator:
    """A server on loopback.

    `serve` responds on a listening socket and never returns. `values` are the addresses and credentials for a port,
    by the names under which live.toml refers to them (`{emulator.s3_bucket}`). URLs have no trailing slash.
    """

    name: str
    serve: Callable[[socket.socket], None]
    values: Callable[[int], Mapping[str, str]]


def url_of(port: int) -> str:
    """The URL of an emulator that listens on a port."""
    return f"http://{LOOPBACK}:{port}"
