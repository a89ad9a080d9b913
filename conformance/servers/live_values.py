"""The settings of a live session in a worker, and its results besides findings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from conformance.servers.server import Server

Mode = Literal["read-only", "owned"]  # what a run may change: nothing, or the resources that it has created itself


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveSetup:
    """How an SDK is tested against one server.

    `tag` is part of every name that the run gives; `ledger` is the file that lists
    what the run creates, None where the server itself is deleted afterwards. `rate` is requests per second, 0 for no
    limit. `cassettes` is the folder of recordings. With `drift`, only recorded calls are sent, and their responses are
    compared with the recordings of `compared_release`.
    """

    server: Server
    mode: Mode
    tag: str
    ledger: Path | None
    emulators: Mapping[str, str]
    requests: int
    rate: int
    cassettes: Path | None
    compared_release: str
    drift: bool
    date: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerUsage:
    """The requests that a session has sent so far. `gone` is True once the server has stopped responding."""

    requests: int
    wire_seconds: float
    server_seconds: float
    gone: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SeededServer:
    """One resource of each type exists: `ids` are their identities by the shape of the collection's path.

    `operations` are the SDK's operations by "VERB /path" of the server's document; `dangerous` lists those, as
    "VERB /path", that would break the run.
    """

    ids: Mapping[str, tuple[Any, ...]]
    operations: Mapping[str, str]
    dangerous: tuple[str, ...]
