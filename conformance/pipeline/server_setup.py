"""The server of a live run and what a worker has to know of it."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from conformance.cassettes.library import FOLDER, cassette_files, replay_folder
from conformance.cassettes.replay import nearest_release
from conformance.errors import UsageError
from conformance.pipeline.console import PrintLine, today
from conformance.servers.choose import choose_server
from conformance.servers.connect import server_kind
from conformance.servers.document import document
from conformance.servers.emulators.process import emulators
from conformance.servers.ledger import new_ledger_file
from conformance.servers.live_values import LiveSetup, Mode
from conformance.servers.server import Server
from conformance.settings import LiveSettings
from conformance.targets.target import Target, load_target
from conformance.workers.messages import ConnectServer

EXTERNAL_RATE: Final = 20  # requests per second to a server that this run did not start, where no other rate is set


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerSetup:
    """A server, its OpenAPI document, and the values of its emulators, which only a managed server has."""

    server: Server
    document: Mapping[str, Any] | None
    emulators: Mapping[str, str]


@contextmanager
def start_server(settings: LiveSettings, target: Target, print_line: PrintLine) -> Iterator[ServerSetup]:
    """The server of the settings, started or connected to, and the document that it publishes."""
    token_file = None if settings.token_file is None else Path(settings.token_file)
    with ExitStack() as ending:
        services = None if settings.server is None else ending.enter_context(emulators(print_line))
        server = ending.enter_context(
            choose_server(
                target,
                print_line,
                version=settings.server,
                url=settings.url,
                token_file=token_file,
                settings=None if services is None else services.environment(server_kind(target).emulator_environment),
            )
        )
        values = {} if services is None else dict(services)
        yield ServerSetup(server=server, document=document(server, target), emulators=values)


def connect_request(
    settings: LiveSettings, setup: ServerSetup, operations: Sequence[str], shard: int, shards: int
) -> ConnectServer:
    """The request that connects a worker with the server."""
    server = setup.server
    default: Mode = "owned" if server.managed else "read-only"
    mode: Mode = default if settings.mode is None else "owned" if settings.mode == "owned" else "read-only"
    # A managed server has no resources of other runs, so its names can be the same in every run.
    tag = str(settings.seed) if server.managed else secrets.token_hex(3)
    folder = cassettes_folder(settings)
    return ConnectServer(
        setup=LiveSetup(
            server=server,
            mode=mode,
            tag=tag,
            ledger=None if server.managed or mode == "read-only" else new_ledger_file(tag),
            emulators=setup.emulators,
            requests=settings.requests // shards,
            rate=settings.rate or (0 if server.managed else EXTERNAL_RATE),
            cassettes=None if folder is None else folder.resolve(),
            compared_release=server.version if folder is None else _compared_release(folder, settings, server),
            drift=settings.drift,
            date=today().isoformat(),
        ),
        operations=tuple(operations),
        shard=shard,
        shards=shards,
    )


def _compared_release(folder: Path, settings: LiveSettings, server: Server) -> str:
    """The release whose recordings are compared: the server's own, or for drift the nearest one that was recorded."""
    releases = {file.parent.name for file in cassette_files(folder, load_target(settings.target).name)}
    if server.version in releases or not settings.drift:
        return server.version
    return nearest_release(releases, server.version)


def cassettes_folder(settings: LiveSettings) -> Path | None:
    """The folder of recordings, None where there is none. Raises UsageError if the given one is not a folder.

    The recordings that this package brings are compared only if the user requests that, with `--drift`.
    """
    default = replay_folder(None, load_target(settings.target)) if settings.drift else Path(FOLDER)
    folder = default if settings.cassettes is None else Path(settings.cassettes)
    if settings.cassettes is not None and not folder.is_dir():
        raise UsageError(
            f"--cassettes {folder}: the folder does not exist.\n  Name a folder that contains <target>/<server>/."
        )
    return folder if folder.is_dir() else None
